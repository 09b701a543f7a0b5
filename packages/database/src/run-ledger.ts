/**
 * Role of the port: the runs of imports, how far they came, and the rows that they could not save.
 */
import type { RowIssue } from '@longshore/contract';
import type { Cell } from './cell.js';
import type { Transaction } from './sql.js';

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

/**
 * A row that was not saved: its number in the sheet, its cells as they came, all that is wrong with
 * it.
 */
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
  /**
   * Constraints that wait for the commit are judged with each statement, so that it is known which
   * one breaks them. Default false.
   */
  readonly judgeAtOnce?: boolean;
}

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
  /**
   * After this no chunk of an attempt up to `run.attempt` commits. Waits for one in flight. Null
   * when the task never opened a run.
   */
  fenceRun(run: ImportRun): Promise<RunState | null>;
  /** Failed rows in sheet order, in pages. */
  failedRows(taskId: string): AsyncIterable<FailedRow[]>;
  /** Forgets runs and failed rows that ended longer than `ageMs` ago. */
  sweep(ageMs: number): Promise<void>;
}

/** An older attempt, or a run that was closed: its writes are refused. */
export class FencedError extends Error {
  constructor(run: ImportRun) {
    super(
      `Attempt ${run.attempt} of task ${run.taskId} was fenced off: its transaction was refused.`,
    );
    this.name = 'FencedError';
  }
}
