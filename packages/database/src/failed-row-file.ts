/** Failed rows in a file, a line each, in reading order. Used where there is no database. */
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { decodeCells, encodeCells, encodeIssues } from './cell-json.js';
import type { FailedRow } from './run-ledger.js';

/** Of a page; but one row is always there. */
const PAGE_ROWS = 1_000;
const PAGE_CHARACTERS = 4 * 1024 ** 2;

/** The rows as lines of JSON. */
export const linesOf = (rows: readonly FailedRow[]): string =>
  rows
    .map(
      ({ place: { part, row }, cells, issues }) =>
        `{"part":${part},"row":${row},"cells":${encodeCells(cells)},"issues":${encodeIssues(issues)}}\n`,
    )
    .join('');

/** The rows of a file in pages; none when there is no such file. */
export async function* failedRowsIn(file: string): AsyncGenerator<FailedRow[]> {
  const isThere = await access(file).then(
    () => true,
    () => false, // no row has failed yet
  );
  if (!isThere) return;
  let page: FailedRow[] = [];
  let characters = 0;
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Infinity,
  })) {
    if (
      page.length === PAGE_ROWS ||
      (page.length > 0 && characters + line.length > PAGE_CHARACTERS)
    ) {
      yield page;
      page = [];
      characters = 0;
    }
    page.push(rowOf(line));
    characters += line.length;
  }
  if (page.length > 0) yield page;
}

function rowOf(line: string): FailedRow {
  const { part, row, cells, issues } = JSON.parse(line); // written by linesOf
  return { place: { part, row }, cells: decodeCells(cells), issues };
}
