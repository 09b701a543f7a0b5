/**
 * What an import whose type says `undo` keeps of each chunk: the rows that the chunk changes, as
 * they were before. Used by save-chunk.ts, in the transaction that saves the rows.
 */
import type { RowRef, RowsToKeep, Transaction } from '@longshore/database';
import type { Row, ValidRow } from '@longshore/executors';
import { StoredRows } from '../preview/stored-rows.js';
import {
  type ChunkToWrite,
  contextOf,
  placeName,
  type RefusedRow,
  type Write,
} from '../write-rows.js';
import { afterOf, type KeptRow, keptPieces, keptText, keyIn, stateOf } from './kept-rows.js';

/** What became of rows: those that were refused, and what is to be kept of the others. */
interface Written {
  readonly refusals: readonly RefusedRow[];
  readonly kept: readonly RowsToKeep[];
}

/** Writes rows of the chunk. Where the type says `undo`, they are read before and after. */
export async function writeAndKeep(
  chunk: ChunkToWrite,
  rows: readonly ValidRow[],
  { tx, write }: { readonly tx: Transaction; readonly write: Write },
): Promise<Written> {
  const { undo } = chunk.executor;
  if (undo === null || rows.length === 0) return { refusals: await write(tx, rows), kept: [] };
  const stored = new StoredRows(chunk.executor, undo.current);
  const context = contextOf(chunk, tx);
  const reading = stored.read(rows, context);
  chunk.onStatementsSent();
  const before = await reading;
  const refusals = await write(tx, rows);
  const refused = new Set(refusals.map(({ place }) => placeName(place)));
  const saved = rows.filter(({ part, number }) => !refused.has(placeName({ part, row: number })));
  const after = await stored.read(saved, context);
  return { refusals, kept: changesOf({ chunk, saved, stored, before, after }) };
}

type StoredByKey = ReadonlyMap<string, Row>;

interface Saved {
  readonly chunk: ChunkToWrite;
  readonly saved: readonly ValidRow[];
  readonly stored: StoredRows;
  readonly before: StoredByKey;
  readonly after: StoredByKey;
}

/** A row that corrects one of an earlier import is undone with that import. */
function changesOf({ chunk, saved, stored, before, after }: Saved): RowsToKeep[] {
  const { executor, taskId } = chunk;
  const properties = { key: executor.key, all: executor.columns.map(({ key }) => key) };
  const corrects = correctedRows(chunk);
  const texts = new Map<string, string[]>();
  for (const { part, number, value } of saved) {
    const key = stored.keyOf(value);
    const change = key === null ? UNFOUND : changeOf(value, before.get(key), after.get(key));
    if (change === null) continue;
    const own = { taskId, place: { part, row: number } };
    const { taskId: of, place } = corrects.get(placeName(own.place)) ?? own;
    const text = keptText({ place, ...change }, properties);
    const known = texts.get(of);
    if (known === undefined) texts.set(of, [text]);
    else known.push(text);
  }
  return [...texts].flatMap(([of, some]) =>
    keptPieces(some, properties).map((piece) => ({ taskId: of, ...piece })),
  );

  /** Null: the row is as it was. */
  function changeOf(value: Row, was: Row | null = null, is: Row | null = null): Change | null {
    if (stateOf(was, properties) === stateOf(is, properties)) return null;
    const named = keyIn(is ?? was ?? value, properties);
    return { key: named, before: was, after: afterOf(is, was, properties) };
  }
}

type Change = Omit<KeptRow, 'place'>;

/** A row without a key cannot be found again. */
const UNFOUND: Change = { key: null, before: null, after: '' };

/** By the places of the rows that correct them. */
const correctedRows = ({ checked }: ChunkToWrite): ReadonlyMap<string, RowRef> =>
  new Map(
    checked.flatMap(({ source: { place, corrects } }) =>
      corrects === undefined ? [] : [[placeName(place), corrects] as const],
    ),
  );
