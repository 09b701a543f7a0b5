/**
 * What an import whose type says `undo` keeps of each chunk: the rows that the chunk changes, as
 * they were before. Used by save-chunk.ts, in the transaction that saves the rows.
 */
import type { Place, RowRef, RowsToKeep, Transaction } from '@longshore/database';
import type { Row, ValidRow } from '@longshore/executors';
import type { RowFate } from '../log/words.js';
import { StoredRows } from '../preview/stored-rows.js';
import {
  type ChunkToWrite,
  contextOf,
  placeName,
  type RefusedRow,
  type Write,
} from '../write-rows.js';
import { keptPieces, keptTexts } from './kept-rows.js';

/** What became of rows: those that were refused, and what is to be kept of the others. */
interface Written {
  readonly refusals: readonly RefusedRow[];
  readonly kept: readonly RowsToKeep[];
  readonly fateOf: (place: Place) => RowFate;
}

/** Writes rows of the chunk. Where the type says `undo`, they are read before and after. */
export async function writeAndKeep(
  chunk: ChunkToWrite,
  rows: readonly ValidRow[],
  { tx, write }: { readonly tx: Transaction; readonly write: Write },
): Promise<Written> {
  const { undo } = chunk.executor;
  if (undo === null || rows.length === 0)
    return { refusals: await write(tx, rows), kept: [], fateOf: () => 'saved' };
  const stored = new StoredRows(chunk.executor, undo.current);
  const context = contextOf(chunk, tx);
  const reading = stored.read(rows, context);
  chunk.onStatementsSent();
  const before = await reading;
  const refusals = await write(tx, rows);
  const saved = refusals.length === 0 ? rows : without(rows, refusals);
  const after = await stored.read(saved, context);
  const { kept, fates } = changesOf({ chunk, saved, stored, before, after });
  return { refusals, kept, fateOf: (place) => fates.get(placeName(place)) ?? 'same' };
}

function without(rows: readonly ValidRow[], refusals: readonly RefusedRow[]): ValidRow[] {
  const refused = new Set(refusals.map(({ place }) => placeName(place)));
  return rows.filter(({ part, number }) => !refused.has(placeName({ part, row: number })));
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
function changesOf({ chunk, saved, stored, before, after }: Saved) {
  const { executor, taskId } = chunk;
  const all = executor.columns.map(({ key }) => key);
  const [row = {}] = after.values();
  const properties = { key: executor.key, all, given: Object.keys(row) };
  const { changed, unfound } = keptTexts(properties);
  const corrects = correctedRows(chunk);
  const texts = new Map<string, string[]>();
  const fates = new Map<string, RowFate>();
  for (const { part, number, value } of saved) {
    const own = { taskId, place: { part, row: number } };
    const { taskId: of, place } =
      corrects.size === 0 ? own : (corrects.get(placeName(own.place)) ?? own);
    const key = stored.keyOf(value);
    const [was, is] = key === null ? [] : [before.get(key), after.get(key)];
    const text =
      key === null ? unfound(place) : changed(place, is ?? was ?? value, was ?? null, is ?? null);
    if (text === null) continue;
    if (executor.detail) fates.set(placeName(own.place), fateOf(key, was));
    const known = texts.get(of);
    if (known === undefined) texts.set(of, [text]);
    else known.push(text);
  }
  const kept = [...texts].flatMap(([of, some]) =>
    keptPieces(some, properties).map((piece) => ({ taskId: of, ...piece })),
  );
  return { kept, fates };
}

/** Of a row that is not as it was. */
function fateOf(key: string | null, before: Row | undefined): RowFate {
  if (key === null) return 'saved';
  return before === undefined ? 'created' : 'updated';
}

/** By the places of the rows that correct them. */
const correctedRows = ({ checked }: ChunkToWrite): ReadonlyMap<string, RowRef> =>
  new Map(
    checked.flatMap(({ source: { place, corrects } }) =>
      corrects === undefined ? [] : [[placeName(place), corrects] as const],
    ),
  );
