/** A small workbook by the reference writer, not by ours. */
import ExcelJS from 'exceljs';

export async function makeWorkbook(
  rows: readonly (readonly unknown[])[],
  sheet = 'Sheet1',
): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.addWorksheet(sheet).addRows(rows.map((row) => [...row]));
  return new Uint8Array(await book.xlsx.writeBuffer());
}
