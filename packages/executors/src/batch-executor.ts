/** A batch type as the runner sees it, its types erased; defineBatch makes it. */
import type { Words } from '@longshore/contract';
import type { BatchSource, Sql, SqlText, Transaction } from '@longshore/database';
import type * as z from 'zod';
import type { BatchContext } from './batch-context.js';
import type { DispatchPolicy } from './dispatch-policy.js';
import type { Row, RowExecutorBase } from './executor-base.js';

/** What `process` of a batch works with. */
export interface ProcessContext extends BatchContext {
  /**
   * The page's transaction: what is written through it commits together with the flags of the
   * page, or not at all.
   */
  readonly tx: Transaction;
  /** How often this batch tried the record with this key before. */
  tries(key: unknown): number;
}

/** What `throttle` of a batch works with. */
export interface ThrottleContext extends BatchContext {
  /** To ask the database how busy it is; opened only when it is used. */
  readonly db: Sql;
}

/** The business says no to a record: failure, which is not retried by itself. */
export interface RecordRefusal {
  readonly code: string;
  /** A few words for the remark; perhaps in each language. */
  readonly message: Words;
}

/** What became of a record. A record that is not named succeeded. */
export type BatchOutcome<Key = unknown, Result = Row> = { readonly key: Key } & (
  | { readonly result: Result }
  | RecordRefusal
);

/**
 * Hours of the day in milliseconds from midnight, by the wall clock; over midnight where `toMs` is
 * less.
 */
export interface DayWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A batch type, as `defineBatch` returns it. */
export interface BatchExecutor extends RowExecutorBase {
  readonly kind: 'batch';
  /** Refuses names it does not know. */
  readonly params: z.ZodObject;
  readonly source: BatchSource;
  /** Lanes that workers take by themselves. */
  readonly parallel: number;
  /** Records in one transaction. */
  readonly pageRows: number;
  /** When a record is set to processing: never, or in a transaction before that of its page. */
  readonly claim: 'lock' | 'mark';
  /** Runs of a record that ends in an exception, the first one included. */
  readonly maxTries: number;
  /** Which records go first, and which after which. */
  readonly dispatch: DispatchPolicy;
  /** Which records belong to the run; null: all at new. */
  where(context: BatchContext): SqlText | null;
  /** Milliseconds to wait before the next page. */
  throttle(context: ThrottleContext): Promise<number>;
  readonly isThrottled: boolean;
  /** When a record was due; null: that is not told. */
  due(row: Row): Date | null;
  /** When its runs may work; null: always. */
  readonly window: DayWindow | null;
  process(rows: readonly Row[], context: ProcessContext): Promise<readonly BatchOutcome[]>;
}
