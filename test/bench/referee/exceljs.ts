/** Reads the whole workbook into memory by exceljs and compares it with the table. */
import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import { compare } from './order-rows.js';

const [file = '', databaseUrl = ''] = process.argv.slice(2);
const book = new ExcelJS.Workbook();
await book.xlsx.load(Uint8Array.from(readFileSync(file)).buffer);
await compare(databaseUrl, rows());

function* rows(): Generator<readonly unknown[]> {
  const [sheet] = book.worksheets;
  for (let number = 2; number <= (sheet?.rowCount ?? 0); number++) {
    const values = sheet?.getRow(number).values as unknown[]; // index 0 is never used
    yield values
      .slice(1)
      .map((value) => (value instanceof Date ? value.getTime() : (value ?? null)));
  }
}
