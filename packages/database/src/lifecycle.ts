/** Role of the port: start and end of an adapter, and what its errors mean. */

/**
 * What an error of the database means: `row`: the data of one row is refused, other rows may be
 * fine; `system`: a retry can heal the fault; `program`: neither.
 */
export type FaultKind = 'row' | 'system' | 'program';

/** An error of the database, told apart. */
export interface Fault {
  readonly kind: FaultKind;
  /** The server's own code (SQLSTATE, error number), or the code of the network error. */
  readonly code: string;
  /** A few words for the task's owner; holds no value of the database. */
  readonly message: string;
}

/** What every app needs, whatever the business does. */
export interface Lifecycle {
  /** Creates or upgrades the framework's tables. Safe when several processes start at once. */
  migrate(): Promise<void>;
  /** Throws AppError database_unavailable. */
  ready(): Promise<void>;
  /** Closes all connections; a second call waits for the first. */
  close(): Promise<void>;
  /** What an error that came from this database means. */
  faultOf(error: unknown): Fault;
}
