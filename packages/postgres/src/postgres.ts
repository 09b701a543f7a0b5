/** The port Database on PostgreSQL. A business makes it once and hands it to defineBusiness. */
import { AppError } from '@longshore/contract';
import type { Database, Sql, Transaction } from '@longshore/database';
import { inChunk } from './chunk.js';
import { Connections, type PostgresConfig } from './connections.js';
import { failedRows } from './failed-rows.js';
import { faultOf } from './fault-of.js';
import { migrate } from './migrate.js';
import { fenceRun, openRun, sweepRuns } from './runs.js';
import { ConnectionSql, inTransaction } from './transaction.js';

/** Also for the business's own use: single statements, and transactions. */
export interface PostgresDatabase extends Database, Sql {
  /** One transaction. With `lock`, processes that name the same lock wait for each other. */
  transaction<T>(
    work: (tx: Transaction) => Promise<T>,
    options?: { readonly lock?: string },
  ): Promise<T>;
}

const MIGRATION_LOCK = 'longshore migration';
const CHUNK_TIMEOUT_MS = 60_000;
const CHUNK_IDLE_TIMEOUT_MS = 30_000;
const READ_TIMEOUT_MS = 600_000;

/**
 * `config`: the address, or more. Nothing is connected before the first use. Throws when there is
 * no address.
 */
export function postgres(config: string | PostgresConfig): PostgresDatabase {
  const settings = typeof config === 'string' ? { url: config } : config;
  if (!settings.url)
    throw new Error(
      'postgres(): give the address of the database, such as postgres://user:password@host:5432/shop (DATABASE_URL)',
    );
  const {
    chunkTimeoutMs = CHUNK_TIMEOUT_MS,
    chunkIdleTimeoutMs = CHUNK_IDLE_TIMEOUT_MS,
    readTimeoutMs = READ_TIMEOUT_MS,
  } = settings;
  const connections = new Connections(settings);
  const db = new ConnectionSql(connections.pool);
  const never = new AbortController().signal;
  const beginChunk = `BEGIN; ${settingsOf(chunkTimeoutMs, chunkIdleTimeoutMs)}`;
  const beginRead = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${settingsOf(readTimeoutMs, readTimeoutMs)}`;

  const transaction: PostgresDatabase['transaction'] = (work, { lock } = {}) =>
    inTransaction(connections, { signal: never, begin: 'BEGIN' }, async (tx) => {
      if (lock !== undefined)
        await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [lock]);
      return work(tx);
    });

  return {
    query: (text, values) => db.query(text, values),
    transaction,
    migrate: () => transaction(migrate, { lock: MIGRATION_LOCK }),
    ready: () => ping(db),
    close: closeOnce(connections),
    read: (signal, work) => inTransaction(connections, { signal, begin: beginRead }, work),
    openRun: (run) => openRun(db, run),
    chunk: (run, signal, work, { constraints = 'deferred' } = {}) =>
      inChunk(
        connections,
        {
          run,
          signal,
          begin:
            constraints === 'immediate'
              ? `${beginChunk}; SET CONSTRAINTS ALL IMMEDIATE`
              : beginChunk,
        },
        work,
      ),
    fenceRun: (run) => fenceRun(db, run),
    failedRows: (taskId) => failedRows(db, taskId),
    sweep: (ageMs) => sweepRuns(db, ageMs),
    faultOf,
  };
}

/** Limits, and the forms that times and numbers are read from, whatever the database is set to. */
const settingsOf = (statementMs: number, idleMs: number): string =>
  `SET LOCAL statement_timeout = ${statementMs}; SET LOCAL idle_in_transaction_session_timeout = ${idleMs}; ` +
  'SET LOCAL datestyle = ISO; SET LOCAL intervalstyle = postgres; SET LOCAL extra_float_digits = 1';

async function ping(db: Sql): Promise<void> {
  try {
    await db.query('SELECT 1');
  } catch (cause) {
    throw new AppError('database_unavailable', { cause });
  }
}

function closeOnce({ pool }: Connections): () => Promise<void> {
  let closing: Promise<void> | null = null;
  return () => {
    closing ??= pool.end();
    return closing;
  };
}
