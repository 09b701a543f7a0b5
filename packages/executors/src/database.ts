/** The port to a business's database. `@longshore/postgres` implements it; the runner knows only this. */
import type { RowIssue } from '@longshore/contract';
import type { Cell } from './column.js';

export interface Sql {
  /** Rows as objects, keyed by column name. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** A chunk's transaction. */
export interface Transaction extends Sql {
  /** Runs `work` behind a savepoint: when it throws, only its own writes are undone, and the error goes on. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
}

/** Pages of rows, as `keyset` makes them; `count`, exactly how many rows they hold, is asked once, before the first page, in the same snapshot. */
export interface Pages<Row> extends AsyncIterable<Row[]> {
  count?(): Promise<number>;
  /**
   * The same rows as the bytes that the database sends, for exports of many rows: no value need be made of them. Null where that
   * is not possible. Either these or the pages themselves are read.
   */
  raw?(keys: readonly string[]): Promise<RawPages | null>;
}

/** How the values of a column stand in bytes: as text, as decimal digits, as `t` and `f`, or in forms that only the database knows. */
export type RawForm = 'text' | 'number' | 'boolean' | 'moment' | 'other';

export interface RawPages extends AsyncIterable<RawRows> {
  /** The keys asked for that the rows have. */
  readonly columns: readonly { readonly key: string; readonly form: RawForm }[];
  /** Milliseconds since 1970 of a moment; NaN where only `valueOf` can tell. */
  momentOf(bytes: Buffer, start: number, end: number): number;
  /** What a row of an ordinary page would hold there. */
  valueOf(column: number, text: string): unknown;
}

/** Good until the next page is asked for. */
export interface RawRows {
  /** Rows of the page. */
  readonly length: number;
  /** UTF-8. */
  readonly bytes: Buffer;
  readonly width: number;
  /** Value `row * width + column` begins here and ends before there; NULL begins at -1. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export interface ImportRun {
  readonly taskId: string;
  readonly attempt: number;
}

/** Where a run stands: everything up to and including source row `cursor` is committed. */
export interface RunState {
  readonly cursor: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** A row that was not saved: its number in the sheet, its cells as they came, all that is wrong with it. */
export interface FailedRow {
  readonly number: number;
  readonly cells: readonly Cell[];
  readonly issues: readonly RowIssue[];
}

export interface ChunkOutcome {
  /** Number of the last source row this chunk covers. */
  readonly cursor: number;
  readonly succeeded: number;
  readonly failed: readonly FailedRow[];
}

export interface ChunkOptions {
  /** Constraints that wait for the commit are judged with each statement, so that it is known which one breaks them. Default false. */
  readonly judgeAtOnce?: boolean;
}

/** What an error of the database means: `row`: this row's data (others may be fine); `system`: a retry can heal it; `program`: neither. */
export type FaultKind = 'row' | 'system' | 'program';

export interface Database {
  /** Creates or upgrades the framework's tables (schema `longshore`). Safe when several processes start at once. */
  migrate(): Promise<void>;
  /** Throws AppError database_unavailable. */
  ready(): Promise<void>;
  close(): Promise<void>;

  /** One read-only snapshot (REPEATABLE READ) for all that `work` reads; an abort cancels the running query. */
  read<T>(signal: AbortSignal, work: (db: Sql) => Promise<T>): Promise<T>;

  /** Starts an attempt: fences off older ones and says where to go on. Throws FencedError when a newer one, or a close, came first. */
  openRun(run: ImportRun): Promise<RunState>;
  /** One transaction: locks the run, refuses a fenced attempt (FencedError), does `work`, records its outcome, commits. Returns the new state. */
  chunk(run: ImportRun, signal: AbortSignal, work: (tx: Transaction) => Promise<ChunkOutcome>, options?: ChunkOptions): Promise<RunState>;
  /** After this no chunk of an attempt up to `run.attempt` commits. Waits for one in flight. Null when the task never opened a run. */
  closeRun(run: ImportRun): Promise<RunState | null>;
  /** Failed rows in sheet order, in pages. */
  failedRows(taskId: string): AsyncIterable<FailedRow[]>;
  /** Forgets runs and failed rows that ended longer than `ageMs` ago. */
  sweep(ageMs: number): Promise<void>;

  faultOf(error: unknown): { kind: FaultKind; code: string; message: string };
}

/** An older attempt, or a run that was closed: its writes are refused. */
export class FencedError extends Error {
  constructor(run: ImportRun) {
    super(`Attempt ${run.attempt} of task ${run.taskId} was fenced off: its transaction was refused.`);
    this.name = 'FencedError';
  }
}
