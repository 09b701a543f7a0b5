/** Reads a downloaded workbook by the reference reader, not by ours. */
import ExcelJS from 'exceljs';

export interface ReadWorkbook {
  readonly sheet: string;
  /** Header first; values as exceljs has them, blanks as null. */
  readonly rows: readonly (readonly unknown[])[];
}

export async function readWorkbook(bytes: Uint8Array): Promise<ReadWorkbook> {
  const [first] = await readSheets(bytes);
  if (first === undefined) throw new Error('the workbook has no sheet');
  return first;
}

/** All sheets of a workbook. */
export async function readSheets(bytes: Uint8Array): Promise<ReadWorkbook[]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Uint8Array.from(bytes).buffer);
  return book.worksheets.map((sheet) => ({ sheet: sheet.name, rows: rowsOf(sheet) }));
}

function rowsOf(sheet: ExcelJS.Worksheet): unknown[][] {
  const width = sheet.columnCount; // walks all rows each time it is asked
  const rows: unknown[][] = [];
  sheet.eachRow((row) => {
    const values = row.values as unknown[]; // exceljs: index 0 is never used
    rows.push(Array.from({ length: width }, (_, i) => values[i + 1] ?? null));
  });
  return rows;
}
