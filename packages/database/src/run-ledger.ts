/**
 * Role of the port: the runs of imports, how far they came, and the rows that they could not save.
 */
import type { StoredIssue } from '@longshore/contract';
import type { LaneRun } from './batch-ledger.js';
import type { Cell } from './cell.js';
import type { Place, RowRef } from './place.js';
import type { Transaction } from './sql.js';
import type { RowsToKeep, UndoneRows } from './undo-ledger.js';

/** One attempt of an import task. */
export interface ImportRun {
  readonly taskId: string;
  readonly attempt: number;
}

/** Where a run stands: everything up to and including the row at `cursor` is committed. */
export interface RunState {
  readonly cursor: Place;
  readonly succeeded: number;
  readonly failed: number;
}

/**
 * A row that was not saved: its place, its cells as the file holds them, and its issues, to be
 * worded when they are shown.
 */
export interface FailedRow {
  readonly place: Place;
  readonly cells: readonly Cell[];
  readonly issues: readonly StoredIssue[];
  /** The row of an earlier import that this one was to correct. */
  readonly corrects?: RowRef | undefined;
}

/** What a chunk did, for the ledger. */
export interface ChunkOutcome {
  /** Place of the last source row that this chunk covers. */
  readonly cursor: Place;
  readonly succeeded: number;
  readonly failed: readonly FailedRow[];
  /**
   * Rows of earlier imports that this chunk has saved corrected: they count there as succeeded from
   * now on. Where another import corrected one of them meanwhile, the chunk is refused.
   */
  readonly corrected?: readonly RowRef[];
  /** Rows that this chunk changed, as they were before, of an import that can be undone. */
  readonly kept?: readonly RowsToKeep[];
  /** Kept rows that this chunk has undone. Where another one did so meanwhile, it is refused. */
  readonly undone?: UndoneRows;
  /** What became of its rows, for an import that tells each of them. */
  readonly detail?: string;
}

/** How a chunk's transaction runs. */
export interface ChunkOptions {
  /**
   * `immediate`: check deferred constraints with each statement so that the failing one is known.
   * Default `deferred`: constraints are checked as the table declares them.
   */
  readonly constraints?: 'deferred' | 'immediate';
  /**
   * Rows that the transaction reads and then writes are changed by nobody in between, or it ends by
   * a `conflict` fault. Default false: each statement sees what is committed by then.
   */
  readonly steady?: boolean;
}

/** Does one chunk of a transaction that has several; gives the state that it would have then. */
export type ChunkTogether = (work: (tx: Transaction) => Promise<ChunkOutcome>) => Promise<RunState>;

/**
 * As `chunk`, for several chunks in one transaction: `work` does one after the other, and says
 * whether they are kept. Returns the state that is committed then.
 */
export type Chunks = (
  run: ImportRun,
  signal: AbortSignal,
  work: (chunk: ChunkTogether) => Promise<'keep' | 'undo'>,
  options?: ChunkOptions,
) => Promise<RunState>;

/** Runs `work` in a transaction that leaves nothing behind. */
export type Rehearse = <T>(
  signal: AbortSignal,
  work: (tx: Transaction) => Promise<T>,
  options?: Pick<ChunkOptions, 'constraints'>,
) => Promise<T>;

/** What the runner needs to write an import exactly once. */
export interface RunLedger {
  /**
   * Starts an attempt: fences off older ones and says where to go on. Throws FencedError when a
   * newer one, or a close, came first.
   */
  openRun(run: ImportRun): Promise<RunState>;
  /**
   * One transaction: locks the run, refuses a fenced attempt (FencedError), does `work`, records
   * its outcome, commits. Returns the new state.
   */
  chunk(
    run: ImportRun,
    signal: AbortSignal,
    work: (tx: Transaction) => Promise<ChunkOutcome>,
    options?: ChunkOptions,
  ): Promise<RunState>;
  /** Null: nothing can be undone here. */
  readonly chunks: Chunks | null;
  /**
   * Tries what a chunk would write: a transaction that is undone whatever happens, once its
   * deferred constraints were checked. Throws what the chunk would throw for the data of a row.
   * Null: nothing can be undone here, so nothing can be tried.
   */
  readonly rehearse: Rehearse | null;
  /**
   * After this no chunk of an attempt up to `run.attempt` commits. Waits for one in flight. Null
   * when the task never opened a run.
   */
  fenceRun(run: ImportRun): Promise<RunState | null>;
  /**
   * Failed rows in reading order, in pages bounded in rows and bytes; without those that a later
   * import corrected.
   */
  failedRows(taskId: string): AsyncIterable<FailedRow[]>;
  /**
   * Forgets runs, of imports, batches and routines, and retryable calls that ended longer than
   * `ageMs` ago; of each routine the newest run is kept.
   */
  sweep(ageMs: number): Promise<void>;
}

/** An older attempt or holder, or a run that was closed: its writes are refused. */
export class FencedError extends Error {
  constructor(run: Pick<ImportRun, 'taskId' | 'attempt'> | LaneRun) {
    const who =
      'lane' in run ? `Holder ${run.fence} of lane ${run.lane}` : `Attempt ${run.attempt}`;
    super(`${who} of task ${run.taskId} was fenced off: its transaction was refused.`);
    this.name = 'FencedError';
  }
}
