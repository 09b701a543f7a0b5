/** The engine under test, as a user calls it. */
import { pipeline } from 'node:stream/promises';
import { bookSource, readXlsx, writeXlsx } from '@longshore/workbook';
import { batchesOf } from './tables.mjs';

export async function write({ table, rows, sink }) {
  const columns = table.headers.map((header, index) => ({
    header,
    ...(table.dates.includes(index) && { format: 'yyyy-mm-dd hh:mm:ss' }),
  }));
  await pipeline(writeXlsx([{ name: 'data', columns, rows: batchesOf(table, rows) }]), sink);
  return rows;
}

/** Number of rows below the header. */
export async function read(file) {
  const source = await bookSource(file);
  const book = await readXlsx(source);
  let rows = -1;
  for await (const batch of book.sheets[0].rows()) rows += batch.rows.length;
  await source.close();
  return rows;
}
