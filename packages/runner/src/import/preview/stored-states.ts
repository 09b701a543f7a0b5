/**
 * How the stored rows of an upload are: as numbers that change when the rows do. Used by a preview,
 * and by the import that was confirmed, which must ask alike.
 */
import type { Compared, Comparison, ImportExecutor } from '@longshore/executors';
import type { ContextOfSave } from '../write-rows.js';
import { digestOf, type RowWithValue, StoredRows } from './stored-rows.js';

/** In the order of the rows; null: there is no row with this key. */
export type RowStates = readonly (bigint | null)[];

/** What a preview knows of rows before any of them is tried. */
interface Looked extends Pick<Compared, 'fates' | 'kept'> {
  readonly states: RowStates;
}

/** What a preview of an executor may ask the database. */
export interface Stored {
  /** The stored rows themselves. */
  readonly rows: StoredRows;
  look(rows: readonly RowWithValue[], context: ContextOfSave): Promise<Looked>;
  statesOf(rows: readonly RowWithValue[], context: ContextOfSave): Promise<RowStates>;
}

/** Null for an executor without `current`. */
export function storedOf(executor: ImportExecutor): Stored | null {
  const { current, comparison } = executor;
  if (current === null) return null;
  const rows = new StoredRows(executor, current);
  return comparison === null ? byRows(rows) : { rows, ...byComparison(comparison) };
}

/** Only a trial of `save` tells what it would do. */
function byRows(rows: StoredRows): Stored {
  const statesOf: Stored['statesOf'] = async (valid, context) => {
    const found = await rows.read(valid, context);
    return valid.map(({ value }) => {
      const { state } = rows.stateIn(found, rows.keyOf(value));
      return state === null ? null : digestOf(state).readBigInt64LE();
    });
  };
  const look: Stored['look'] = async (valid, context) => ({
    states: await statesOf(valid, context),
    fates: null,
    kept: null,
  });
  return { rows, look, statesOf };
}

const byComparison = (comparison: Comparison): Omit<Stored, 'rows'> => ({
  look: async (valid, context) => {
    const { states, ...compared } = await comparison.compare(valid.map(valueIn), context);
    return { ...compared, states: states.map(numberOf) };
  },
  statesOf: async (valid, context) =>
    (await comparison.stored(valid.map(valueIn), context)).map(numberOf),
});

const valueIn = ({ value }: RowWithValue) => value;
const numberOf = (state: string | null) => (state === null ? null : BigInt(state));
