/** Rows by their properties to a workbook as a person would send it, and back. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Column, columnsIn } from '@longshore/executors';
import { bytesSource, type Cell, readXlsx, type WriteCell, writeXlsx } from '@longshore/workbook';
import type { Row, TestCaller } from './tested.js';

type Wording = Required<Pick<TestCaller, 'language' | 'timeZone'>>;

/** A workbook of the columns that any of the rows has. Throws for a property that is no column. */
export async function workbookOf(
  rows: readonly Row[],
  columns: readonly Column[],
  { language, timeZone }: Wording,
): Promise<Uint8Array> {
  const named = new Set(rows.flatMap((row) => Object.keys(row)));
  const shown = columnsIn(columns, language).filter(({ key }) => named.delete(key));
  if (named.size > 0) throw new Error(`There is no column ${[...named].join(', ')}.`);
  // a cell that cannot be written is refused by the writer
  const cells = rows.map((row) => shown.map(({ key }) => (row[key] ?? null) as WriteCell));
  const sheet = { name: 'Sheet1', columns: shown.map(({ header }) => ({ header })), rows: [cells] };
  return Uint8Array.from(await buffer(writeXlsx([sheet], { timeZone })));
}

/** The last `count` rows of a workbook, by the properties of its columns. */
export async function rowsOf(
  workbook: Uint8Array,
  columns: readonly Pick<Column, 'key'>[],
  { count, timeZone }: { readonly count: number; readonly timeZone: string },
): Promise<Record<string, Cell>[]> {
  const rows: Cell[][] = [];
  for (const sheet of (await readXlsx(bytesSource(workbook))).sheets)
    for await (const batch of sheet.rows({ timeZone })) rows.push(...batch.rows);
  return rows
    .slice(rows.length - count)
    .map((row) => Object.fromEntries(columns.map(({ key }, i) => [key, row[i] ?? null])));
}

export const streamOf = (bytes: Uint8Array): Readable => Readable.from([Buffer.from(bytes)]);
