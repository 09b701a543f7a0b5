/**
 * The valid rows of a chunk through the `save` of their executor, within a transaction that the
 * caller makes: to keep, or to undo. A row the database refuses never takes others with it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Language,
  REFUSED_BY_DATABASE,
  type StoredIssue,
  type TaskCaller,
} from '@longshore/contract';
import type { Database, FailedRow, Place, RowFault, Transaction } from '@longshore/database';
import type { ImportContext, ImportExecutor, Refusal, Row, ValidRow } from '@longshore/executors';
import { type AttachedFiles, openedBy } from './archive/attachments.js';
import { type CheckedRow, failedOf } from './check-row.js';

/** The rows of one chunk, and what they are written with. */
export interface ChunkToWrite {
  readonly taskId: string;
  readonly checked: readonly CheckedRow[];
  readonly executor: ImportExecutor;
  readonly owner: string;
  readonly caller: TaskCaller;
  readonly language: Language;
  readonly timeZone: string;
  readonly params: Row;
  readonly attachments: AttachedFiles;
  readonly database: Database;
  readonly signal: AbortSignal;
  /** Called after `save` has started its first query. */
  onStatementsSent(): void;
}

/** One reason why a row was not saved. */
export interface RefusedRow {
  readonly place: Place;
  readonly issue: StoredIssue;
}

/** Writes rows of the chunk; gives those that were refused, which were not written. */
export type Write = (tx: Transaction, rows: readonly ValidRow[]) => Promise<readonly RefusedRow[]>;

type Transact<T> = (write: Write, constraints: 'deferred' | 'immediate') => Promise<T>;

/** How often a chunk is saved whose transaction the database undid in favour of another one. */
const CONFLICT_TRIES = 8;
const CONFLICT_PAUSE_MS = 20;

/**
 * A transaction that was undone in favour of another one left nothing behind: it is made again,
 * after a pause that grows with each conflict and is as long by chance as its rivals' is not.
 * `transact` makes one transaction each time, and writes in it.
 */
export async function inTransactions<T>(chunk: ChunkToWrite, transact: Transact<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await wholeOrSplit(chunk, transact);
    } catch (error) {
      const { database, signal } = chunk;
      if (database.faultOf(error).kind !== 'conflict' || tries === CONFLICT_TRIES) throw error;
      await sleep(Math.random() * CONFLICT_PAUSE_MS * 2 ** tries, undefined, { signal });
    }
  }
}

/**
 * First all at once. When the database refuses the data of a row, that transaction is lost with all
 * its writes, and a second one finds the bad rows behind savepoints, which chunks without any need
 * not pay for.
 */
async function wholeOrSplit<T>(chunk: ChunkToWrite, transact: Transact<T>): Promise<T> {
  try {
    return await transact((tx, rows) => save(chunk, tx, rows), 'deferred');
  } catch (error) {
    if (chunk.database.faultOf(error).kind !== 'row') throw error;
    return transact((tx, rows) => saveOrSplit(chunk, tx, rows), 'immediate');
  }
}

/** What `save` and `current` of an executor get beside the rows. */
export type ContextOfSave = ImportContext;

export const contextOf = (
  { signal, owner, caller, language, timeZone, params, attachments }: ChunkToWrite,
  tx: Transaction,
): ContextOfSave => ({
  tx,
  signal,
  owner,
  caller,
  language,
  timeZone,
  params,
  attachments: openedBy(attachments, signal),
});

async function save(
  chunk: ChunkToWrite,
  tx: Transaction,
  rows: readonly ValidRow[],
): Promise<readonly RefusedRow[]> {
  if (rows.length === 0) return [];
  const saving = chunk.executor.save(rows, contextOf(chunk, tx));
  chunk.onStatementsSent();
  return ((await saving) ?? []).map(byBusiness);
}

/**
 * Saves all rows at once; when the data of one is refused, halves the set until the bad ones stand
 * alone.
 */
async function saveOrSplit(
  chunk: ChunkToWrite,
  tx: Transaction,
  rows: readonly ValidRow[],
): Promise<readonly RefusedRow[]> {
  try {
    return await tx.savepoint(() => save(chunk, tx, rows));
  } catch (error) {
    const fault = chunk.database.faultOf(error);
    if (fault.kind !== 'row') throw error;
    const [only, ...others] = rows;
    if (only !== undefined && others.length === 0) return [byDatabase(only, fault)];
    const half = rows.length >> 1;
    const first = await saveOrSplit(chunk, tx, rows.slice(0, half));
    return [...first, ...(await saveOrSplit(chunk, tx, rows.slice(half)))];
  }
}

const byBusiness = ({ part = FIRST_PART, row, column, code, message }: Refusal): RefusedRow => ({
  place: { part, row },
  issue: { row, column: column ?? null, code, values: {}, message },
});

const byDatabase = ({ part, number }: ValidRow, { refusal, values }: RowFault): RefusedRow => ({
  place: { part, row: number },
  issue: {
    row: number,
    column: null,
    code: REFUSED_BY_DATABASE,
    values: { ...values, refusal },
    message: null,
  },
});

const FIRST_PART = 1;

/** The rows of a chunk that passed the schema, as `save` gets them. */
export const validRows = ({ taskId, checked }: ChunkToWrite): ValidRow[] =>
  checked.flatMap((row) => (row.valid ? [validRow(taskId, row.source, row.value)] : []));

const validRow = (
  taskId: string,
  { place: { part, row } }: CheckedRow['source'],
  value: Row,
): ValidRow => ({ part, number: row, value, idempotencyKey: `${taskId}/${part}/${row}` });

/** Several refusals of one row are one failed row with several issues. */
export function refusedRows(
  refused: readonly RefusedRow[],
  checked: readonly CheckedRow[],
): FailedRow[] {
  const sources = new Map<string, CheckedRow['source']>(
    checked.flatMap(({ valid, source }) => (valid ? [[placeName(source.place), source]] : [])),
  );
  const issuesOf = new Map<string, StoredIssue[]>();
  for (const { place, issue } of refused) {
    const name = placeName(place);
    issuesOf.set(name, [...(issuesOf.get(name) ?? []), issue]);
  }
  return [...issuesOf].map(([name, issues]) => {
    const source = sources.get(name);
    if (source === undefined)
      throw new Error(
        `save() refused row ${issues[0]?.row}, which is not among the rows that save() was given`,
      );
    return failedOf(source, issues);
  });
}

/** A place as one text. */
export const placeName = ({ part, row }: Place): string => `${part}/${row}`;
