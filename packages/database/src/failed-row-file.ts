/**
 * Failed rows in a file, a line each, in reading order. Used where there is no database, and for
 * rows of a transaction that may be undone.
 */
import { createReadStream } from 'node:fs';
import { access, appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { decodeCells, encodeCells, encodeIssues } from './cell-json.js';
import type { FailedRow } from './run-ledger.js';

/** Of a page; but one row is always there. */
const PAGE_ROWS = 1_000;
const PAGE_CHARACTERS = 4 * 1024 ** 2;

/** Failed rows in a file of the system's temporary directory. */
export interface FailedRowFile {
  add(rows: readonly FailedRow[]): Promise<void>;
  /** In pages, in reading order. */
  rows(): AsyncIterable<FailedRow[]>;
  /** Forgets all rows. */
  empty(): Promise<void>;
  remove(): Promise<void>;
}

/** Makes an empty one. */
export async function failedRowFile(): Promise<FailedRowFile> {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-failed-rows-'));
  const file = join(folder, 'rows.jsonl');
  return {
    add: async (rows) => {
      if (rows.length > 0) await appendFile(file, failedRowLines(rows));
    },
    rows: () => failedRowsIn(file),
    empty: () => rm(file, { force: true }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The rows as lines of JSON. */
export const failedRowLines = (rows: readonly FailedRow[]): string =>
  rows
    .map(
      ({ place: { part, row }, cells, issues, corrects }) =>
        `{"part":${part},"row":${row},"cells":${encodeCells(cells)},"issues":${encodeIssues(issues)}${corrects ? `,"corrects":${JSON.stringify(corrects)}` : ''}}\n`,
    )
    .join('');

/** The rows that `failedRowLines` wrote. */
export const failedRowsOf = (lines: string): FailedRow[] =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map(rowOf);

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
  const { part, row, cells, issues, corrects } = JSON.parse(line); // written by failedRowLines
  const failed = { place: { part, row }, cells: decodeCells(cells), issues };
  return corrects === undefined ? failed : { ...failed, corrects };
}
