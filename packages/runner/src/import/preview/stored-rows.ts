/**
 * What the database holds of the rows of a chunk, by their keys. Used by a preview, before and
 * after `save`, and by the import that was confirmed.
 */
import { hash } from 'node:crypto';
import { type ImportExecutor, type Row, valueKey } from '@longshore/executors';
import type { ContextOfSave } from '../write-rows.js';

/** A stored row, and its columns as one text; null: there is none with this key. */
export interface StoredState {
  readonly row: Row | null;
  readonly state: string | null;
}

/** A row of an upload that passed the schema. */
export interface RowWithValue {
  readonly value: Row;
}

/** Reads the stored rows of an executor that has `current`. */
export class StoredRows {
  readonly #executor: ImportExecutor;
  readonly #current: NonNullable<ImportExecutor['current']>;
  /** The key of a row, in words that tell one from another; null: the row has none. */
  readonly keyOf: (value: Row) => string | null;

  constructor(executor: ImportExecutor, current: NonNullable<ImportExecutor['current']>) {
    this.#executor = executor;
    this.#current = current;
    this.keyOf = valueKey(executor);
  }

  /** By key, those that are there. */
  async read(
    rows: readonly RowWithValue[],
    context: ContextOfSave,
  ): Promise<ReadonlyMap<string, Row>> {
    const { key, columns, type } = this.#executor;
    const wanted = new Map<string, Row>();
    for (const { value } of rows) {
      const text = this.keyOf(value);
      if (text !== null)
        wanted.set(text, Object.fromEntries(key.map((name) => [name, value[name]])));
    }
    const found = new Map<string, Row>();
    if (wanted.size === 0) return found;
    let folded: ReadonlyMap<string, string> | null = null;
    const withoutCase = () => {
      folded ??= new Map([...wanted.keys()].map((text) => [text.toLowerCase(), text]));
      return folded;
    };
    for (const row of await this.#current([...wanted.values()], context)) {
      const missing = columns.find((column) => !(column.key in row));
      if (missing !== undefined)
        throw new Error(`current() of the import ${type} gave a row without "${missing.key}"`);
      found.set(this.#askedKey(row, wanted, withoutCase), row);
    }
    return found;
  }

  /** A database that compares without case may give the key in another case. */
  #askedKey(
    row: Row,
    wanted: ReadonlyMap<string, Row>,
    withoutCase: () => ReadonlyMap<string, string>,
  ): string {
    const text = this.keyOf(row) ?? '';
    const asked = wanted.has(text) ? text : withoutCase().get(text.toLowerCase());
    if (asked !== undefined) return asked;
    throw new Error(
      `current() of the import ${this.#executor.type} gave the key "${text}", which was not asked for: give the import a normalizeKey that makes both the same`,
    );
  }

  /** Of what was read: equal states, equal rows. */
  stateIn(rows: ReadonlyMap<string, Row>, key: string | null): StoredState {
    const row = (key === null ? null : rows.get(key)) ?? null;
    if (row === null) return { row, state: null };
    const values = this.#executor.columns.map((column) => plain(row[column.key]));
    return { row, state: JSON.stringify(values) };
  }
}

/** A value as JSON tells it from others. */
const plain = (value: unknown): unknown => {
  if (typeof value === 'bigint') return String(value);
  return value ?? null;
};

/** Bytes of a digest. */
export const DIGEST_BYTES = 8;

/** Tells one state from another. */
export const digestOf = (state: string): Buffer =>
  hash('sha256', state, 'buffer').subarray(0, DIGEST_BYTES);
