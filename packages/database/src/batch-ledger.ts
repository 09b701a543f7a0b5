/**
 * Role of the port: batches over a table. A run is cut into lanes; the holder of a lane takes pages
 * of records, each in one transaction with the business's writes, the flags and the counts. The
 * lane's fence, a number in this database, alone decides who may write.
 */
import { AppError, type ErrorCode, type MessageValues } from '@longshore/contract';
import type { BatchScope, BatchSource } from './batch-source.js';
import type { AnyRow } from './keyset.js';
import type { Transaction } from './sql.js';

/** One attempt of a batch task: the lead. */
export interface BatchRun {
  readonly taskId: string;
  readonly attempt: number;
}

/** A holder of a lane; the next holder's fence is higher. */
export interface LaneRun {
  readonly taskId: string;
  /** From 0. */
  readonly lane: number;
  readonly fence: number;
}

/** Records by their last outcome in this run. */
export interface BatchCounts {
  readonly succeeded: number;
  /** At failure. */
  readonly failed: number;
  /** At exception: may still heal. */
  readonly exceptions: number;
}

/** Where a lane stands. */
export interface LaneState extends BatchCounts {
  readonly lane: number;
  /** 0: nobody took the lane yet. */
  readonly fence: number;
  /**
   * `working`: there may be records, ask for a page; `waiting`: none now, but an exception is due
   * in `dueInMs`; `ended`: none at all. Records that somebody else keeps locked, or that wait for a
   * given-up exception of their order key, may be left at new.
   */
  readonly standing: 'working' | 'waiting' | 'ended';
  /** Null unless `waiting`. */
  readonly dueInMs: number | null;
}

/** Where a run stands. */
export interface BatchState extends BatchCounts {
  readonly attempt: number;
  /** Records that belonged to the run when it was first opened. */
  readonly total: number;
  readonly isClosed: boolean;
  readonly lanes: readonly LaneState[];
}

/** A record of a page. */
export interface BatchRecord {
  /** The key's text. */
  readonly key: string;
  /** Text of the value of `orderBy`; null without `orderBy`, or where the value is null. */
  readonly orderKey: string | null;
  /** How often this run has tried the record before. */
  readonly tries: number;
  /** The `columns` of the source. */
  readonly row: AnyRow;
}

/** When a record was due, in milliseconds since 1970; left out: it is not known. */
interface Due {
  readonly dueMs?: number;
}

/** What became of a record. */
export type RecordOutcome =
  | ({ readonly state: 'success'; readonly result?: AnyRow } & Due)
  | ({ readonly state: 'failure'; readonly code: string; readonly message: string } & Due)
  | {
      readonly state: 'exception';
      readonly code: string;
      readonly message: string;
      /** Null: given up; the record stays at exception (at failure, without such a flag). */
      readonly retryInMs: number | null;
    }
  /** Not worked: an exception of its order key comes first. The record is taken again later. */
  | { readonly state: 'waiting' };

/** How a page is taken. */
export interface PageOptions {
  /** Records at most. */
  readonly rows: number;
  readonly signal: AbortSignal;
  /**
   * `lock`: one transaction, the records stay at new until it commits. `mark`: a first transaction
   * sets them to processing and keeps their keys with the lane; whoever holds the lane next takes
   * the same page again.
   */
  readonly claim: 'lock' | 'mark';
}

/** Something about a source that a batch cannot run with, or only slowly. */
export interface BatchProblem {
  /** `slow`: told, and the batch runs. */
  readonly severity: 'refused' | 'slow';
  readonly code: ErrorCode;
  /** `table` and `column`, and what else the sentence of the code names. */
  readonly values: MessageValues;
  /** A statement that mends it, or null. */
  readonly statement: string | null;
}

/** A record that did not succeed, as it stands. */
export interface FailedRecord {
  /** Rises in the order in which records first failed; where to go on reading. */
  readonly position: number;
  readonly key: string;
  readonly state: 'failure' | 'exception';
  readonly code: string;
  /** In full; the remark may be cut. */
  readonly message: string;
  readonly tries: number;
}

/** A page that was committed, in the order of commits of its lane. */
export interface WorkedPage {
  readonly position: number;
  readonly lane: number;
  /** When its transaction began to commit. */
  readonly at: Date;
  readonly durationMs: number;
  /** Every record that was worked; those that are not named in `outcomes` succeeded. */
  readonly keys: readonly string[];
  readonly outcomes: readonly PageOutcome[];
}

/** An outcome other than success. */
export interface PageOutcome {
  readonly key: string;
  readonly state: 'failure' | 'exception';
  readonly code: string;
  readonly message: string;
}

/** What the batches of a type did on a day. */
export interface BatchDay {
  /** `2026-11-27`, in UTC by the database's clock. */
  readonly day: string;
  readonly pages: number;
  /** Records by where the pages of the day left them, over all runs. */
  readonly succeeded: number;
  readonly failed: number;
  /** Those that did not heal on that day. */
  readonly exceptions: number;
  /** Half of the pages took no longer; within a twentieth. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** From the time when a record was due until it was done; null: of no record it is known. */
  readonly delayP50Ms: number | null;
  readonly delayP99Ms: number | null;
}

/** One step of moving done records out. */
export interface ArchivedPage {
  readonly moved: number;
  /** Where the next step begins; null: nothing is left. */
  readonly after: string | null;
}

/** What the runner needs to work each record of a table once. */
export interface BatchLedger {
  /** Everything that is wrong with a source; reads only the catalogue. */
  checkBatch(source: BatchSource): Promise<readonly BatchProblem[]>;
  /**
   * Starts an attempt of the lead: fences off older leads, not the holders of lanes. The first time
   * it counts the records and cuts the lanes; later `scope` is not read. A closed run is opened
   * again by a newer attempt. Throws FencedError when a newer attempt or a close came first,
   * BatchHeldError when another live ordered run has the type, AppError with table and column when
   * the source is refused (checkBatch), a key is null or a record's state is none of the flags.
   */
  openBatch(run: BatchRun, source: BatchSource, scope: BatchScope): Promise<BatchState>;
  /** Null when the task never opened a batch. */
  batchState(taskId: string): Promise<BatchState | null>;
  /**
   * After this no page of any lane commits, and no lead up to `run.attempt` opens it. Waits for
   * pages in flight; records of a marked page go back to what they were. Null when the task never
   * opened a batch. Holders of before stay refused when a later attempt opens the run again.
   */
  closeBatch(run: BatchRun, source: BatchSource): Promise<BatchState | null>;
  /**
   * Takes a lane over from whoever had it. Waits for its page in flight. Throws FencedError when
   * the run is closed or has no such lane.
   */
  openLane(taskId: string, lane: number): Promise<LaneRun>;
  /**
   * One page of the lane in one transaction: exceptions that are due come first, then records at
   * new in the order of the key. `work` gets the records and answers one outcome for each, in the
   * same order. Flags, remarks, results and counts commit with what `work` wrote in `tx`. Where no
   * record is to be had `work` is not called, and the state says whether any will be. Throws
   * FencedError when the lane has a newer holder or the run is closed, AppError with table and
   * column when the table no longer fits.
   */
  batchPage(
    lane: LaneRun,
    source: BatchSource,
    options: PageOptions,
    work: (records: readonly BatchRecord[], tx: Transaction) => Promise<readonly RecordOutcome[]>,
  ): Promise<LaneState>;
  /** Records that stand at failure or exception, in order of position, in bounded pages. */
  failedRecords(taskId: string, after?: number): AsyncIterable<FailedRecord[]>;
  /** Committed pages in order of position, for the detail file. */
  workedPages(taskId: string): AsyncIterable<WorkedPage[]>;
  /**
   * The `columns` of the source, by the key's text; of records that moved to the archive of
   * failures too. A record that is no more is left out.
   */
  recordsByKey(source: BatchSource, keys: readonly string[]): Promise<ReadonlyMap<string, AnyRow>>;
  /**
   * The last `days` days of a type, today included, newest first; days without a page are left out.
   */
  batchStatistics(type: string, days: number): Promise<readonly BatchDay[]>;
  /**
   * Moves done records to the archive, at most `rows` after the key `after`, in one transaction.
   * Ends at once without an archive.
   */
  archivePage(
    source: BatchSource,
    options: { readonly rows: number; readonly after: string | null; readonly signal: AbortSignal },
  ): Promise<ArchivedPage>;
}

/** An ordered batch of this type is running already: `batch_held`. */
export class BatchHeldError extends AppError {
  /** The run that has the type: whoever knows that its task has ended may close it. */
  readonly holder: BatchRun;

  constructor(type: string, holder: BatchRun) {
    super('batch_held', { values: { type, taskId: holder.taskId } });
    this.name = 'BatchHeldError';
    this.holder = holder;
  }
}
