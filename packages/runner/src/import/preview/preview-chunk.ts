/**
 * One chunk of a preview: what would become of its rows. Where the executor can compare rows with
 * the database, that tells. Else `save` is tried in a transaction that is undone; what the rows are
 * in the database is read before and after, so that the answer is the database's own.
 */
import type { FailedRow, Place, Transaction } from '@longshore/database';
import type { RowFate, ValidRow } from '@longshore/executors';
import type { CheckedRow } from '../check-row.js';
import {
  type ChunkToWrite,
  contextOf,
  inTransactions,
  placeName,
  refusedRows,
  validRows,
  type Write,
} from '../write-rows.js';
import type { StoredState } from './stored-rows.js';
import type { RowStates, Stored } from './stored-states.js';

/** A row that passed the schema; before and after it was saved. */
export interface TriedRow {
  readonly place: Place;
  readonly key: string | null;
  readonly before: StoredState;
  readonly after: StoredState;
}

/** How a row is in the database, for the import that may be confirmed. */
export interface SeenState {
  readonly place: Place;
  readonly state: bigint;
  /** It is as `save` would make it. */
  readonly isSame: boolean;
}

/** What became of the rows of a chunk. */
export interface SeenChunk {
  /** Rows that were saved. */
  readonly tried: readonly TriedRow[];
  /** Rows of which it is known without a trial. */
  readonly compared: readonly RowFate[];
  /** Rows that passed the schema, of which no more is known. */
  readonly checked: number;
  /** Rows that cannot be saved. */
  readonly failed: readonly FailedRow[];
  /** In reading order: rows that passed the schema and are there. */
  readonly states: readonly SeenState[];
  /** What the comparison of the executor saves the valid rows by; null: only `save` can. */
  readonly kept: readonly string[] | null;
}

type PassedRow = Extract<CheckedRow, { readonly valid: true }>;

interface PreviewOptions {
  /** Null: of rows no more is known than their schema says. */
  readonly stored: Stored | null;
  /** Whether cells that would change are to be told, which takes a trial. */
  readonly wantsDifferences: boolean;
}

export async function previewChunk(
  chunk: ChunkToWrite,
  { stored, wantsDifferences }: PreviewOptions,
): Promise<SeenChunk> {
  const failed = chunk.checked.flatMap((row) => (row.valid ? [] : [row.failed]));
  const valid = chunk.checked.filter(hasPassed);
  const nothing = { tried: [], compared: [], checked: 0, failed, states: [], kept: null };
  const { rehearse } = chunk.database;
  if (stored === null || rehearse === null) return { ...nothing, checked: valid.length };
  if (valid.length === 0) return nothing;
  const seen = await inTransactions(chunk, (write, constraints) =>
    rehearse(
      chunk.signal,
      async (tx) => {
        const looking = stored.look(valid, contextOf(chunk, tx));
        chunk.onStatementsSent();
        const { states, fates, kept } = await looking;
        const seen = { kept, states: statesOf(valid, states, fates ?? []) };
        if (fates !== null && !(wantsDifferences && fates.includes('update')))
          return { ...seen, tried: [], compared: fates, failed: [] };
        const trial = await tryRows({ chunk, valid: validRows(chunk), stored, tx, write });
        return { ...seen, ...trial, compared: [], kept: trial.failed.length === 0 ? kept : null };
      },
      { constraints },
    ),
  );
  return { ...nothing, ...seen, failed: [...failed, ...seen.failed] };
}

const hasPassed = (row: CheckedRow): row is PassedRow => row.valid;

const statesOf = (
  rows: readonly PassedRow[],
  states: RowStates,
  fates: readonly RowFate[],
): SeenState[] =>
  rows.flatMap(({ source: { place } }, i) => {
    const state = states[i] ?? null;
    return state === null ? [] : [{ place, state, isSame: fates[i] === 'same' }];
  });

interface Trial {
  readonly chunk: ChunkToWrite;
  readonly valid: readonly ValidRow[];
  readonly stored: Stored;
  readonly tx: Transaction;
  readonly write: Write;
}

async function tryRows({ chunk, valid, stored: { rows }, tx, write }: Trial) {
  const context = contextOf(chunk, tx);
  const before = await rows.read(valid, context);
  const failed = refusedRows(await write(tx, valid), chunk.checked);
  const saved = without(valid, failed);
  const after = await rows.read(saved, context);
  const tried = saved.map((row): TriedRow => {
    const key = rows.keyOf(row.value);
    const place = placeOf(row);
    return { place, key, before: rows.stateIn(before, key), after: rows.stateIn(after, key) };
  });
  return { tried, failed };
}

const placeOf = ({ part, number }: ValidRow): Place => ({ part, row: number });

function without(rows: readonly ValidRow[], refused: readonly FailedRow[]): readonly ValidRow[] {
  if (refused.length === 0) return rows;
  const names = new Set(refused.map(({ place }) => placeName(place)));
  return rows.filter((row) => !names.has(placeName(placeOf(row))));
}
