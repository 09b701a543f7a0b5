// Apache POI as a referee: `read BOOK CELLS`, `write STYLE CELLS BOOK`. How cells stand in a file of lines: see cell-lines.ts.
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.time.LocalDateTime;
import org.apache.poi.ss.usermodel.*;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

class Referee {
  public static void main(String[] args) throws Exception {
    if (args[0].equals("read")) read(args[1], args[2]);
    else write(args[1], args[2], args[3]);
  }

  static void read(String book, String lines) throws Exception {
    try (Workbook workbook = WorkbookFactory.create(new File(book), null, true); Writer out = Files.newBufferedWriter(Path.of(lines))) {
      for (Row row : workbook.getSheetAt(0)) {
        for (Cell cell : row) {
          String value = valueOf(cell);
          if (value != null) out.write(row.getRowNum() + "\t" + cell.getColumnIndex() + "\t" + value + "\n");
        }
      }
    }
  }

  static String valueOf(Cell cell) {
    switch (cell.getCellType()) {
      case STRING: return "s\t" + escaped(cell.getStringCellValue());
      case BOOLEAN: return "b\t" + cell.getBooleanCellValue();
      case ERROR: return "e\t" + FormulaError.forInt(cell.getErrorCellValue()).getString();
      case NUMERIC: return DateUtil.isCellDateFormatted(cell) ? "d\t" + second(cell.getLocalDateTimeCellValue()) : "n\t" + cell.getNumericCellValue();
      default: return null;
    }
  }

  static String second(LocalDateTime date) {
    return date.plusNanos(500_000_000).withNano(0).format(java.time.format.DateTimeFormatter.ISO_LOCAL_DATE_TIME);
  }

  static void write(String style, String lines, String book) throws Exception {
    try (Workbook workbook = workbookOf(style); OutputStream out = new FileOutputStream(book)) {
      Sheet sheet = workbook.createSheet("S");
      CellStyle date = workbook.createCellStyle();
      date.setDataFormat(workbook.createDataFormat().getFormat("yyyy-mm-dd hh:mm:ss"));
      Row row = null;
      for (String line : Files.readAllLines(Path.of(lines), StandardCharsets.UTF_8)) {
        String[] parts = line.split("\t", 4);
        int number = Integer.parseInt(parts[0]);
        if (row == null || row.getRowNum() != number) row = sheet.createRow(number);
        set(row.createCell(Integer.parseInt(parts[1])), parts[2], parts[3], date);
      }
      workbook.write(out);
    }
  }

  static Workbook workbookOf(String style) {
    if (style.equals("XSSF")) return new XSSFWorkbook();
    return new SXSSFWorkbook(new XSSFWorkbook(), 100, true, style.equals("SXSSF with shared strings"));
  }

  static void set(Cell cell, String kind, String value, CellStyle date) {
    if (kind.equals("s")) cell.setCellValue(unescaped(value));
    else if (kind.equals("n")) cell.setCellValue(Double.parseDouble(value));
    else if (kind.equals("b")) cell.setCellValue(Boolean.parseBoolean(value));
    else {
      cell.setCellValue(LocalDateTime.parse(value));
      cell.setCellStyle(date);
    }
  }

  static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
  }

  static String unescaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') { out.append(c); continue; }
      char next = text.charAt(++i);
      out.append(next == 't' ? '\t' : next == 'n' ? '\n' : next == 'r' ? '\r' : next);
    }
    return out.toString();
  }
}
