/**
 * One chunk of a preview: what would become of its rows. `save` is tried in a transaction that is
 * undone; what the rows are in the database is read before and after, so that the answer is the
 * database's own.
 */
import type { FailedRow, Place } from '@longshore/database';
import type { ValidRow } from '@longshore/executors';
import {
  type ChunkToWrite,
  contextOf,
  inTransactions,
  placeName,
  refusedRows,
  validRows,
} from '../write-rows.js';
import type { Stored, StoredRows } from './stored-rows.js';

/** A row that passed the schema; before and after it was saved. */
export interface TriedRow {
  readonly place: Place;
  readonly key: string | null;
  readonly before: StoredState;
  readonly after: StoredState;
}

/** A stored row, and its columns as one text. */
interface StoredState {
  readonly row: Stored;
  readonly state: string;
}

/** What became of the rows of a chunk. */
export interface TriedChunk {
  /** Rows that were saved. */
  readonly tried: readonly TriedRow[];
  /** Rows of which only the schema was asked. */
  readonly checked: number;
  readonly failed: readonly FailedRow[];
  /** How the rows that passed the schema stood before, those too that `save` refused. */
  readonly states: readonly { readonly place: Place; readonly state: string }[];
}

/** `stored` null: the rows are checked by their schema only. */
export async function previewChunk(
  chunk: ChunkToWrite,
  stored: StoredRows | null,
): Promise<TriedChunk> {
  const failed = chunk.checked.flatMap((row) => (row.valid ? [] : [row.failed]));
  const valid = validRows(chunk);
  const { rehearse } = chunk.database;
  if (stored === null || rehearse === null)
    return { tried: [], checked: valid.length, failed, states: [] };
  if (valid.length === 0) return { tried: [], checked: 0, failed, states: [] };
  const seen = await inTransactions(chunk, (write, constraints) =>
    rehearse(
      chunk.signal,
      async (tx) => {
        const context = contextOf(chunk, tx);
        const reading = stored.read(valid, context);
        chunk.onStatementsSent();
        const before = await reading;
        const refusals = await write(tx, valid);
        const refused = refusedRows(refusals, chunk.checked);
        const saved = without(valid, refused);
        return { before, refused, saved, after: await stored.read(saved, context) };
      },
      { constraints },
    ),
  );
  const stateIn = (rows: ReadonlyMap<string, Stored>, key: string | null): StoredState => {
    const row = (key === null ? null : rows.get(key)) ?? null;
    return { row, state: stored.stateOf(row) };
  };
  const saved = new Set(seen.saved);
  const tried: TriedRow[] = [];
  const states = valid.map((row) => {
    const key = stored.keyOf(row.value);
    const place = placeOf(row);
    const before = stateIn(seen.before, key);
    if (saved.has(row)) tried.push({ place, key, before, after: stateIn(seen.after, key) });
    return { place, state: before.state };
  });
  return { tried, checked: 0, failed: [...failed, ...seen.refused], states };
}

const placeOf = ({ part, number }: ValidRow): Place => ({ part, row: number });

function without(rows: readonly ValidRow[], refused: readonly FailedRow[]): readonly ValidRow[] {
  if (refused.length === 0) return rows;
  const names = new Set(refused.map(({ place }) => placeName(place)));
  return rows.filter((row) => !names.has(placeName(placeOf(row))));
}
