/** Role of the port: start and end of an adapter, and what its errors mean. */

/**
 * What an error of the database means: `row`: this row's data (others may be fine); `system`: a
 * retry can heal it; `program`: neither.
 */
export type FaultKind = 'row' | 'system' | 'program';

/** What every app needs, whatever the business does. */
export interface Lifecycle {
  /**
   * Creates or upgrades the framework's tables (schema `longshore`). Safe when several processes
   * start at once.
   */
  migrate(): Promise<void>;
  /** Throws AppError database_unavailable. */
  ready(): Promise<void>;
  close(): Promise<void>;
  /** What an error that came from this database means. */
  faultOf(error: unknown): { kind: FaultKind; code: string; message: string };
}
