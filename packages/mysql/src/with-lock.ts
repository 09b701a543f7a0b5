/**
 * A lock by name across processes (GET_LOCK), by one connection, which also does the work: a second
 * connection might never come where all wait for locks. COMMIT does not end the lock. The lock goes
 * with its connection.
 */
import type { PoolConnection } from 'mysql2';
import type { Connections } from './connections.js';
import { ConnectionSql } from './transaction.js';

const WAIT_SECONDS = 3_600;
/** Names of locks are the server's, not the database's, and at most 64 characters long. */
const NAME = `CONCAT('longshore:', SHA1(CONCAT(DATABASE(), '/', ?)))`;

/**
 * `work` gets the connection that holds the lock. Throws when the lock cannot be had in an hour.
 */
export function withLock<T>(
  connections: Connections,
  lock: string,
  work: (connection: PoolConnection) => Promise<T>,
): Promise<T> {
  return connections.lend(new AbortController().signal, async (connection) => {
    const db = new ConnectionSql(connection);
    try {
      const [got] = await db.query<{ held: number | null }>(
        `SELECT GET_LOCK(${NAME}, ${WAIT_SECONDS}) AS held`,
        [lock],
      );
      if (got?.held !== 1) throw new Error(`The lock "${lock}" could not be had.`);
      const result = await work(connection);
      await db.query(`SELECT RELEASE_LOCK(${NAME}) AS released`, [lock]);
      return result;
    } catch (error) {
      connection.destroy();
      throw error;
    }
  });
}
