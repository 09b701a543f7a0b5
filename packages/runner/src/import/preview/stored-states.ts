/**
 * How the stored rows of an upload are: as texts that change when the rows do. Used by a preview,
 * and by the import that was confirmed, which must ask alike.
 */
import type { Comparison, ImportExecutor, ValidRow } from '@longshore/executors';
import type { ContextOfSave } from '../write-rows.js';
import { StoredRows } from './stored-rows.js';

/** What a preview of an executor may ask the database. */
export interface Stored {
  /** The stored rows themselves. */
  readonly rows: StoredRows;
  /** Null: only a trial of `save` tells what it would do. */
  readonly comparison: Comparison | null;
  /** In the order of the rows; null: there is no row with this key. */
  statesOf(rows: readonly ValidRow[], context: ContextOfSave): Promise<readonly (string | null)[]>;
}

/** Null for an executor without `current`. */
export function storedOf(executor: ImportExecutor): Stored | null {
  const { current, comparison } = executor;
  if (current === null) return null;
  const rows = new StoredRows(executor, current);
  return {
    rows,
    comparison,
    statesOf: async (valid, context) => {
      if (comparison !== null)
        return comparison.stored(
          valid.map(({ value }) => value),
          context,
        );
      const found = await rows.read(valid, context);
      return valid.map(({ value }) => rows.stateIn(found, rows.keyOf(value)).state);
    },
  };
}
