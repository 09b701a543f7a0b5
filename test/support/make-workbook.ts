/** A small workbook by the reference writer, not by ours. */
import ExcelJS from 'exceljs';

type Rows = readonly (readonly unknown[])[];

export const makeWorkbook = (rows: Rows, sheet = 'Sheet1'): Promise<Uint8Array> =>
  makeSheets({ [sheet]: rows });

/** Rows by the name of their sheet. */
export async function makeSheets(sheets: Readonly<Record<string, Rows>>): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets))
    book.addWorksheet(name).addRows(rows.map((row) => [...row]));
  return new Uint8Array(await book.xlsx.writeBuffer());
}
