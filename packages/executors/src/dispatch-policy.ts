/**
 * Which records of a batch go to which lane, and which after which: one object, which `process`
 * knows nothing of. A business may write its own.
 */
import type { SqlText } from '@longshore/database';
import type { BatchContext } from './batch-context.js';

/** How a batch shares its records out. */
export interface DispatchPolicy {
  /**
   * Column of the row: records with one value of it are in one lane, and are worked one after the
   * other, in the order of the key. Null: no record waits for another.
   */
  readonly orderBy: string | null;
  /**
   * With `orderBy`, after an exception of a record: `wait`: later records with that value stay new
   * until the exception heals; `skip`: they go on.
   */
  readonly onException: 'wait' | 'skip';
  /**
   * Conditions of the adapter's `sql`, the most urgent first: each has `parallel` lanes of its own,
   * which workers take in this order, and the other records have the last ones. Empty with
   * `orderBy`.
   */
  classes(context: BatchContext): readonly SqlText[];
}

/** Records in the order of the key, each lane a range of keys: what a batch does by itself. */
export const fifo = (): DispatchPolicy => ({
  orderBy: null,
  onException: 'wait',
  classes: () => [],
});

/** Records of one value of a column one after the other, whatever the number of workers. */
export const byKey = (
  column: string,
  { onException = 'wait' }: { readonly onException?: 'wait' | 'skip' } = {},
): DispatchPolicy => ({ ...fifo(), orderBy: column, onException });

/** The records of the first condition before those of the second, and the others at last. */
export const byPriority = (classes: DispatchPolicy['classes']): DispatchPolicy => ({
  ...fifo(),
  classes,
});
