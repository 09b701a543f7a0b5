/**
 * What each kind of task is to the code: one row a kind. Folder scan, business, worker, sweepers
 * and API read this table; how a kind runs stands beside it in the runner.
 */
import type { Kind } from '@longshore/contract';

interface KindRow {
  /** Folder of its executors below the business's `executors`. */
  readonly folder: string;
  /** Function that an executor of this kind is defined with. */
  readonly define: string;
  /** Who starts a task of this kind. */
  readonly registeredBy: 'caller' | 'clock';
  /** The ledger of the business's database that its attempts write through, which fences them. */
  readonly ledger: 'none' | 'run' | 'batch';
  /**
   * What the counts of a finished task are: those of its last attempt, which began anew, or those
   * of all attempts, each of which goes on where the one before ended.
   */
  readonly counts: 'last-attempt' | 'all-attempts';
}

/** The table of kinds. */
export const KINDS = {
  export: {
    folder: 'exports',
    define: 'defineExport',
    registeredBy: 'caller',
    ledger: 'none',
    counts: 'last-attempt',
  },
  import: {
    folder: 'imports',
    define: 'defineImport',
    registeredBy: 'caller',
    ledger: 'run',
    counts: 'all-attempts',
  },
  batch: {
    folder: 'batches',
    define: 'defineBatch',
    registeredBy: 'caller',
    ledger: 'batch',
    counts: 'all-attempts',
  },
  routine: {
    folder: 'routines',
    define: 'defineRoutine',
    registeredBy: 'clock',
    ledger: 'none',
    counts: 'last-attempt',
  },
} as const satisfies Readonly<Record<Kind, KindRow>>;
