/**
 * The port Database on MySQL and MariaDB. A business makes it once and hands it to defineBusiness.
 */
import { AppError } from '@longshore/contract';
import { type Database, refuseStandstill, type Sql, type Transaction } from '@longshore/database';
import { Connections, type MysqlConfig } from './connections.js';
import { failedRows, insertFailedRows } from './failed-rows.js';
import { faultOf, isDeadlock } from './fault-of.js';
import { migrate } from './migrate.js';
import { advanceRun, fenceRun, lockRun, openRun, sweepRuns } from './runs.js';
import { ConnectionSql, inTransaction, transactionOn } from './transaction.js';
import { withLock } from './with-lock.js';

/** The port, and what a business uses beside the port: single statements, and transactions. */
export interface MysqlDatabase extends Database, Sql {
  /**
   * One transaction at READ COMMITTED. With `lock`, processes that name the same lock wait for each
   * other. DDL inside commits by itself, as always on MySQL.
   */
  transaction<T>(
    work: (tx: Transaction) => Promise<T>,
    options?: { readonly lock?: string },
  ): Promise<T>;
}

const MIGRATION_LOCK = 'longshore migration';
const CHUNK_TIMEOUT_MS = 60_000;
const CHUNK_IDLE_TIMEOUT_MS = 30_000;
const READ_TIMEOUT_MS = 600_000;

/** The session's isolation level is READ COMMITTED; a snapshot must be asked for in words. */
const BEGIN = ['START TRANSACTION'];
const BEGIN_READ = [
  'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ',
  'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY',
];

/**
 * `config`: the address, or more. Nothing is connected before the first use. Throws when there is
 * no address.
 */
export function mysql(config: string | MysqlConfig): MysqlDatabase {
  const settings = typeof config === 'string' ? { url: config } : config;
  if (!settings.url)
    throw new Error(
      'mysql(): give the address of the database, such as mysql://user:password@host:3306/shop (DATABASE_URL)',
    );
  const {
    chunkTimeoutMs = CHUNK_TIMEOUT_MS,
    chunkIdleTimeoutMs = CHUNK_IDLE_TIMEOUT_MS,
    readTimeoutMs = READ_TIMEOUT_MS,
  } = settings;
  const connections = new Connections(settings);
  const db = new ConnectionSql(connections.pool);
  const never = new AbortController().signal;
  const chunkLimits = { statementMs: chunkTimeoutMs, idleMs: chunkIdleTimeoutMs };
  const readLimits = { statementMs: readTimeoutMs, idleMs: readTimeoutMs };

  const options = { signal: never, begin: BEGIN, limits: readLimits };
  const plain = <T>(work: (tx: Transaction) => Promise<T>) =>
    inTransaction(connections, options, work);
  const whole = <T>(work: (tx: Transaction) => Promise<T>) => afterDeadlocks(() => plain(work));

  return {
    query: (text, values) => db.query(text, values),
    transaction: (work, { lock } = {}) =>
      lock === undefined
        ? plain(work)
        : withLock(connections, lock, (connection) => transactionOn(connection, options, work)),
    migrate: () =>
      withLock(connections, MIGRATION_LOCK, (connection) => migrate(new ConnectionSql(connection))),
    ready: () => ping(db),
    close: closeOnce(connections),
    read: (signal, work) =>
      inTransaction(connections, { signal, begin: BEGIN_READ, limits: readLimits }, work),
    openRun: (run) => whole((tx) => openRun(tx, run)),
    // MySQL has no deferred constraints: `constraints` changes nothing.
    chunk: (run, signal, work) =>
      inTransaction(connections, { signal, begin: BEGIN, limits: chunkLimits }, async (tx) => {
        const before = await lockRun(tx, run);
        const outcome = await work(tx);
        refuseStandstill(run.taskId, before.cursor, outcome.cursor);
        await insertFailedRows(tx, run.taskId, outcome.failed);
        return advanceRun(tx, run, before, outcome);
      }),
    fenceRun: (run) => whole((tx) => fenceRun(tx, run)),
    failedRows: (taskId) => failedRows(db, taskId),
    sweep: (ageMs) => sweepRuns(db, ageMs),
    faultOf,
  };
}

const DEADLOCK_ATTEMPTS = 5;

/** The server undid the whole transaction: the transaction may run again. */
async function afterDeadlocks<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === DEADLOCK_ATTEMPTS || !isDeadlock(error)) throw error;
    }
  }
}

async function ping(db: Sql): Promise<void> {
  try {
    await db.query('SELECT 1');
  } catch (cause) {
    throw new AppError('database_unavailable', { cause });
  }
}

function closeOnce(connections: Connections): () => Promise<void> {
  let closing: Promise<void> | null = null;
  return () => {
    closing ??= connections.close();
    return closing;
  };
}
