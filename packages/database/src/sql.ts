/** Statements on a business's database, and the transaction of a chunk. */

/** Statements on a database, or on one transaction. */
export interface Sql {
  /** Rows as objects, keyed by column name. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** A chunk's transaction. */
export interface Transaction extends Sql {
  /**
   * Runs `work` behind a savepoint: when it throws, only its own writes are undone, and the error
   * goes on.
   */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
}
