/**
 * The valid rows of a chunk through the `save` of their executor, within a transaction that the
 * caller makes: to keep, or to undo. A row that the database refuses, or that breaks the program of
 * `save`, never takes others with it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AppError,
  type Language,
  REFUSED_BY_DATABASE,
  type StoredIssue,
  type TaskCaller,
} from '@longshore/contract';
import {
  type Database,
  type FailedRow,
  FencedError,
  type Place,
  type RowFault,
  type Transaction,
} from '@longshore/database';
import type {
  Column,
  ImportContext,
  ImportExecutor,
  Refusal,
  Row,
  ValidRow,
} from '@longshore/executors';
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
 * First all at once. When that is refused for the data of a row, that transaction is lost with all
 * its writes, and a second one finds the bad rows behind savepoints, which chunks without any need
 * not pay for.
 */
async function wholeOrSplit<T>(chunk: ChunkToWrite, transact: Transact<T>): Promise<T> {
  try {
    return await transact((tx, rows) => save(chunk, tx, rows), 'deferred');
  } catch (error) {
    if (!mayBeOfOneRow(error, chunk)) throw error;
    return transact((tx, rows) => saveOrSplit(chunk, tx, rows), 'immediate');
  }
}

/**
 * A fault of the database's system is none of a row, and the attempt is tried again; nor is what
 * the business itself refuses as a whole. Where nothing can be undone, nothing is called twice.
 */
export function mayBeOfOneRow(error: unknown, { database, signal }: ChunkToWrite): boolean {
  if (error instanceof AppError || error instanceof FencedError || signal.aborted) return false;
  const { kind } = database.faultOf(error);
  return kind === 'row' || (kind === 'program' && database.rehearse !== null);
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

/** A program that breaks on each of the first rows is broken itself: no row is to blame. */
const MOST_BREAKING = 8;

/** What was found while the bad rows of a chunk were looked for. */
class Found {
  saved = 0;
  breaking = 0;
  readonly #rows: number;

  constructor(rows: number) {
    this.#rows = rows;
  }

  get isProgramBroken(): boolean {
    return this.saved === 0 && this.breaking >= Math.min(this.#rows, MOST_BREAKING);
  }
}

/**
 * Saves all rows at once; when that fails because of one, halves the set until the bad ones stand
 * alone.
 */
async function saveOrSplit(
  chunk: ChunkToWrite,
  tx: Transaction,
  rows: readonly ValidRow[],
  found = new Found(rows.length),
): Promise<readonly RefusedRow[]> {
  try {
    const refused = await tx.savepoint(() => save(chunk, tx, rows));
    found.saved += rows.length;
    return refused;
  } catch (error) {
    if (!mayBeOfOneRow(error, chunk)) throw error;
    const [only, ...others] = rows;
    if (only !== undefined && others.length === 0) {
      const fault = chunk.database.faultOf(error);
      if (fault.kind === 'row') return [byDatabase(only, fault, chunk.executor.columns)];
      found.breaking++;
      if (found.isProgramBroken) throw error;
      return [byProgram(only, error)];
    }
    const half = rows.length >> 1;
    const first = await saveOrSplit(chunk, tx, rows.slice(0, half), found);
    return [...first, ...(await saveOrSplit(chunk, tx, rows.slice(half), found))];
  }
}

const byBusiness = ({ part = FIRST_PART, row, column, code, message }: Refusal): RefusedRow => ({
  place: { part, row },
  issue: { row, column: column ?? null, code, values: {}, message },
});

/** At the first of the columns that the row has under their names in the database. */
function byDatabase(
  { part, number }: ValidRow,
  { refusal, values }: RowFault,
  columns: readonly Column[],
): RefusedRow {
  const headers = String(values.columns ?? '')
    .split(', ')
    .flatMap((name) => columns.find(({ key }) => key === name)?.header ?? []);
  return {
    place: { part, row: number },
    issue: {
      row: number,
      column: headers[0] ?? null,
      code: REFUSED_BY_DATABASE,
      values: { ...values, refusal },
      message: null,
    },
  };
}

const LONGEST_REASON = 200;

/** An exception: the row itself may be right. */
const byProgram = ({ part, number }: ValidRow, error: unknown): RefusedRow => ({
  place: { part, row: number },
  issue: {
    row: number,
    column: null,
    code: 'save_broke',
    values: {
      reason: (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_REASON),
    },
    message: null,
  },
});

const FIRST_PART = 1;

/** The rows of a chunk that passed the schema, as `save` gets them. */
export function validRows({ taskId, checked }: ChunkToWrite): ValidRow[] {
  const valid: ValidRow[] = [];
  let [partOfPrefix, prefix] = [0, ''];
  for (const row of checked) {
    if (!row.valid) continue;
    const { part, row: number } = row.source.place;
    // one text for all rows of a part: it leaves less to the garbage collector
    if (part !== partOfPrefix) [partOfPrefix, prefix] = [part, `${taskId}/${part}/`];
    valid.push({ part, number, value: row.value, idempotencyKey: prefix + number });
  }
  return valid;
}

/** Several refusals of one row are one failed row with several issues. */
export function refusedRows(
  refused: readonly RefusedRow[],
  checked: readonly CheckedRow[],
): FailedRow[] {
  if (refused.length === 0) return [];
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
