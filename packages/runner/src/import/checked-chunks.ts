/**
 * The rows of an upload that are to be saved or refused, checked against the schema, in chunks.
 * Used by the import and by its preview, which see the same chunks.
 */
import { setImmediate } from 'node:timers/promises';
import { BEFORE_FIRST_ROW, comparePlaces, type Place } from '@longshore/database';
import { type CheckedRow, checkRow } from './check-row.js';
import type { TableRow } from './import-table.js';
import type { OpenedImport } from './open-import.js';

/** `cursor`: rows up to this one are committed. */
export async function* checkedChunks(
  { executor, table, measured }: OpenedImport,
  cursor: Place = BEFORE_FIRST_ROW,
): AsyncGenerator<CheckedRow[]> {
  const { forms, sameKeys } = measured;
  const isToDo = ({ place }: TableRow) =>
    comparePlaces(place, cursor) > 0 && !sameKeys.isLeft(place);
  for await (const rows of chunks(table.rows(), isToDo, executor.chunkRows))
    yield rows.map((row) => checkRow(row, { table, executor, forms, sameKeys }));
}

/** A chunk of very wide rows, or of very long texts, ends before it has all its rows. */
const CHUNK_BYTES = 8 * 1024 ** 2;

/** Regroups those rows of the reader's batches that are to be saved into chunks. */
async function* chunks(
  batches: AsyncIterable<TableRow[]>,
  isToDo: (row: TableRow) => boolean,
  chunkRows: number,
): AsyncGenerator<TableRow[]> {
  let chunk: TableRow[] = [];
  let sizeBytes = 0;
  for await (const batch of batches) {
    // The database's answer to the chunk before has its turn first: else it would wait for its next
    // statement.
    await setImmediate();
    for (const row of batch) {
      if (!isToDo(row)) continue;
      chunk.push(row);
      sizeBytes += roughSize(row);
      if (chunk.length < chunkRows && sizeBytes < CHUNK_BYTES) continue;
      yield chunk;
      chunk = [];
      sizeBytes = 0;
    }
  }
  if (chunk.length > 0) yield chunk;
}

const CELL_BYTES = 8;

/** In memory; an empty cell takes room too. */
function roughSize({ cells }: TableRow): number {
  let sizeBytes = cells.length * CELL_BYTES;
  for (const cell of cells) if (typeof cell === 'string') sizeBytes += cell.length;
  return sizeBytes;
}
