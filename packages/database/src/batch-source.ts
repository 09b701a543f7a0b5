/**
 * Where a batch finds its records: the table of a business, and the columns that the framework may
 * write. Everything else in the table stays as it is.
 */
import type { SqlText } from './sql-text.js';

/** A value of the state column: compared with its text, so 0 and '0' are one value. */
export type FlagValue = string | number;

/** What the state column holds. Null: the table has no such state. */
export interface BatchFlags {
  readonly new: FlagValue;
  /** Taken, in `claim: 'mark'` only. */
  readonly processing: FlagValue | null;
  readonly success: FlagValue;
  /** A fault of the system: retried. Without it a record that is given up becomes a failure. */
  readonly exception: FlagValue | null;
  /** The business says no: never retried by itself. */
  readonly failure: FlagValue;
}

/** Tables that done records move to; they have all columns of the source, by name. */
export interface BatchArchive {
  readonly success: string | null;
  readonly failure: string | null;
  /** `page`: in the transaction that sets the flag; `later`: by `archivePage`. */
  readonly when: 'page' | 'later';
}

/** A table of records, or a view over one that can be updated. */
export interface BatchSource {
  /** The batch's type: ordered batches of one type exclude each other. */
  readonly type: string;
  /** `table` or `schema.table`. */
  readonly table: string;
  /** One column, unique and never null; records are worked in its order. */
  readonly key: string;
  readonly state: string;
  readonly remark: string | null;
  readonly batchNo: string | null;
  /** Records of one value are worked one after the other, in the order of the key. */
  readonly orderBy: string | null;
  /**
   * With `orderBy`, after an exception: `wait`: later records of that value stay new until it is
   * healed; `skip`: they go on.
   */
  readonly onException: 'wait' | 'skip';
  readonly flags: BatchFlags;
  /** Columns that `work` gets, by name. */
  readonly columns: readonly string[];
  /** Columns that a success may write. */
  readonly results: readonly string[];
  readonly archive: BatchArchive | null;
}

/** Which records of the source a run takes; fixed when the run is first opened. */
export interface BatchScope {
  /** Parts that workers take by themselves, of each class; 1 or more. */
  readonly lanes: number;
  /** Only records of this batch number; null: of all. Refused when the source has no `batchNo`. */
  readonly batchNo: string | null;
  /**
   * `new`: records at new, and those at exception from earlier runs; `failed`: those at exception
   * and failure; `keys`: of these, by their keys' texts. Records at success are never taken.
   */
  readonly only: 'new' | 'failed' | { readonly keys: readonly string[] };
  /** A condition of the adapter's own `sql`, over columns of the table. */
  readonly where: SqlText | null;
  /**
   * Conditions on new records: each has lanes of its own, in this order, and the rest has the last
   * ones. Empty: all have the same lanes. Records in an order have none.
   */
  readonly classes: readonly SqlText[];
}
