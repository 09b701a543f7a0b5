/**
 * A lock by name across processes (GET_LOCK), by one connection, which also does the work: a second
 * connection might never come where all wait for locks. COMMIT does not end the lock. The lock goes
 * with its connection.
 */
import type { Sql } from '@longshore/database';
import type { PoolConnection } from 'mysql2';
import type { Connections } from './connections.js';
import { ConnectionSql, NEVER } from './transaction.js';

const LONGEST_WAIT_MS = 3_600_000;
/** Names of locks are the server's, not the database's, and at most 64 characters long. */
const NAME = `CONCAT('longshore:', SHA1(CONCAT(DATABASE(), '/', ?)))`;

interface LockOptions {
  readonly lock: string;
  readonly silenceMs: number;
}

/**
 * `work` gets the connection that holds the lock. Throws when the lock cannot be had in an hour.
 */
export function withLock<T>(
  connections: Connections,
  { lock, silenceMs }: LockOptions,
  work: (connection: PoolConnection) => Promise<T>,
): Promise<T> {
  return connections.lend({ signal: NEVER, silenceMs }, async (connection) => {
    const db = new ConnectionSql(connection);
    try {
      await acquire(db, { lock, silenceMs });
      const result = await work(connection);
      await db.query(`SELECT RELEASE_LOCK(${NAME}) AS released`, [lock]);
      return result;
    } catch (error) {
      connection.destroy();
      throw error;
    }
  });
}

/** Asks again and again: a server that waits for a lock says nothing, as does one that is away. */
async function acquire(db: Sql, { lock, silenceMs }: LockOptions): Promise<void> {
  const endsAt = performance.now() + LONGEST_WAIT_MS;
  while (performance.now() < endsAt) {
    const [got] = await db.query<{ held: number | null }>(
      `SELECT GET_LOCK(${NAME}, ${silenceMs / 2_000}) AS held`,
      [lock],
    );
    if (got?.held === 1) return;
  }
  throw new Error(`The lock "${lock}" could not be had.`);
}
