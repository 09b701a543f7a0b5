/** Role of the port: start and end of an adapter, and what its errors mean. */
import type { DatabaseRefusal, MessageValues } from '@longshore/contract';

/**
 * What an error of the database means: `row`: the data of one row is refused, other rows may be
 * fine; `away`: the server itself says that it cannot serve now, whatever it was asked; `conflict`:
 * the server undid the transaction in favour of another one (deadlock, serialisation failure), so
 * it may run again at once; `system`: a retry can heal the fault; `program`: none of these.
 */
export type FaultKind = 'row' | 'away' | 'conflict' | 'system' | 'program';

interface AnyFault {
  readonly kind: FaultKind;
  /** The server's own code (SQLSTATE, error number), or the code of the network error. */
  readonly code: string;
  /** A few English words for logs; holds no value of the database. */
  readonly message: string;
}

/** The database refuses the data of one row. */
export interface RowFault extends AnyFault {
  readonly kind: 'row';
  /** Why, as a kind that has a sentence in every language: refusalSentence of the contract. */
  readonly refusal: DatabaseRefusal;
  /** `columns`: names of the columns, where the server tells the columns; never a cell's value. */
  readonly values: MessageValues;
}

/** An error of the database, told apart. */
export type Fault = RowFault | (AnyFault & { readonly kind: Exclude<FaultKind, 'row'> });

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
