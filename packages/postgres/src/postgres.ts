/** The port Database on PostgreSQL. A business makes it once and hands it to defineBusiness. */
import {
  type BatchLedger,
  type ChunkOptions,
  type CorrectionLedger,
  createBatchLedger,
  type Database,
  type DetailLedger,
  databaseAway,
  type Reader,
  type RetryLedger,
  type RoutineLedger,
  type RunLedger,
  type Sql,
  sqlDetailLedger,
  sqlRetryLedger,
  sqlRoutineLedger,
  sqlUndoLedger,
  sweepBatches,
  type Transaction,
  type UndoLedger,
} from '@longshore/database';
import { batchGround } from './batch/ground.js';
import { DETAIL_TABLE, inChunk, UNDO_TABLES } from './chunk.js';
import { inChunks } from './chunks.js';
import { Connections, type PostgresConfig } from './connections.js';
import { correctionLedger } from './corrections.js';
import { failedRows } from './failed-rows.js';
import { faultOf } from './fault-of.js';
import { migrate } from './migrate.js';
import { fenceRun, openRun, sweepRuns } from './runs.js';
import { builder } from './sql.js';
import { inRehearsal, inTransaction, NEVER, PoolSql } from './transaction.js';

/** Also for the business's own use: single statements, and transactions. */
export interface PostgresDatabase extends Database, Sql {
  /** One transaction. With `lock`, processes that name the same lock wait for each other. */
  transaction<T>(
    work: (tx: Transaction) => Promise<T>,
    options?: { readonly lock?: string },
  ): Promise<T>;
}

const MIGRATION_LOCK = 'longshore migration';
const STATEMENT_TIMEOUT_MS = 600_000;
/** As long as a worker keeps the runs of an event loop that is blocked. */
const CHUNK_IDLE_TIMEOUT_MS = 90_000;
const READ_TIMEOUT_MS = 600_000;
const READY_TIMEOUT_MS = 2_000;

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
  const { statementTimeoutMs = STATEMENT_TIMEOUT_MS } = settings;
  const connections = new Connections(settings);
  const db = new PoolSql(connections, statementTimeoutMs);
  const close = closeOnce(connections);

  const transaction: PostgresDatabase['transaction'] = (work, { lock } = {}) => {
    const options = { signal: NEVER, silenceMs: statementTimeoutMs, begin: 'BEGIN' };
    return inTransaction(connections, options, async (tx) => {
      if (lock !== undefined)
        await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [lock]);
      return work(tx);
    });
  };

  const bounded = (silenceMs: number): Database => ({
    bounded,
    migrate: () => transaction(migrate, { lock: MIGRATION_LOCK }),
    ready: () => ping(new PoolSql(connections, READY_TIMEOUT_MS), settings.url),
    close,
    ...runsOf(connections, settings, silenceMs),
    faultOf,
  });

  return {
    query: (text, values) => db.query(text, values),
    transaction,
    ...bounded(statementTimeoutMs),
  };
}

/** What outlives a process. */
interface Stored {
  readonly routines: RoutineLedger;
  readonly retries: RetryLedger;
  readonly corrections: CorrectionLedger;
  readonly undo: UndoLedger;
  readonly details: DetailLedger;
}

/** What reads and writes for a task, with one limit of silence. */
function runsOf(
  connections: Connections,
  { chunkIdleTimeoutMs = CHUNK_IDLE_TIMEOUT_MS, readTimeoutMs = READ_TIMEOUT_MS }: PostgresConfig,
  silenceMs: number,
): Reader & RunLedger & BatchLedger & Stored {
  const db = new PoolSql(connections, silenceMs);
  const readMs = Math.max(readTimeoutMs, silenceMs);
  const beginRead = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${settingsOf({ statementMs: readMs, idleMs: readMs, silenceMs })}`;
  const chunkSettings = settingsOf({
    statementMs: silenceMs,
    idleMs: chunkIdleTimeoutMs,
    silenceMs,
  });
  const beginChunk = `BEGIN; ${chunkSettings}`;
  const beginSteady = `BEGIN ISOLATION LEVEL REPEATABLE READ; ${chunkSettings}`;
  const ground = batchGround(connections, { silenceMs, begin: beginChunk });
  const retries = sqlRetryLedger({
    db,
    transaction: ground.transaction,
    builder,
    call: 'longshore.retry_call',
    attempt: 'longshore.retry_attempt',
    nowMs: ground.dialect.nowMs,
  });
  return {
    ...createBatchLedger(ground),
    retries,
    corrections: correctionLedger(db),
    undo: sqlUndoLedger(db, UNDO_TABLES),
    details: sqlDetailLedger(db, builder, DETAIL_TABLE),
    read: (signal, work) =>
      inTransaction(connections, { signal, silenceMs, begin: beginRead }, work),
    openRun: (run) => openRun(db, run),
    chunk: (run, signal, work, { constraints, steady = false } = {}) => {
      const begin = checking(steady ? beginSteady : beginChunk, constraints);
      return inChunk(connections, { run, signal, silenceMs, begin }, work);
    },
    chunks: (run, signal, work, { constraints, steady = false } = {}) => {
      const begin = checking(steady ? beginSteady : beginChunk, constraints);
      return inChunks(connections, { run, signal, silenceMs, begin }, work);
    },
    rehearse: (signal, work, { constraints } = {}) => {
      const begin = checking(beginChunk, constraints);
      return inRehearsal(connections, { signal, silenceMs, begin }, work);
    },
    fenceRun: (run) => fenceRun(db, run),
    failedRows: (taskId) => failedRows(db, taskId),
    sweep: async (ageMs) => {
      await sweepRuns(db, ageMs);
      await sweepBatches(ground, ageMs);
      await retries.sweep(ageMs);
    },
    routines: sqlRoutineLedger({
      db,
      transaction: (signal, work) =>
        inTransaction(connections, { signal, silenceMs, begin: beginChunk }, work),
      builder,
      routine: 'longshore.routine',
      run: 'longshore.routine_run',
      nowMs: ground.dialect.nowMs,
      onDuplicate: 'ON CONFLICT DO NOTHING',
    }),
  };
}

const checking = (begin: string, constraints: ChunkOptions['constraints']): string =>
  constraints === 'immediate' ? `${begin}; SET CONSTRAINTS ALL IMMEDIATE` : begin;

interface Limits {
  readonly statementMs: number;
  readonly idleMs: number;
  readonly silenceMs: number;
}

/**
 * Limits, and the forms that times and numbers are read from, whatever the database is set to. The
 * server gives up a client that takes nothing (TCP_USER_TIMEOUT), where its system can: later than
 * we give up the server, for our event loop may have been blocked.
 */
const settingsOf = ({ statementMs, idleMs, silenceMs }: Limits): string =>
  `SET LOCAL statement_timeout = ${statementMs}; SET LOCAL idle_in_transaction_session_timeout = ${idleMs}; ` +
  `SET LOCAL tcp_user_timeout = ${2 * silenceMs}; ` +
  'SET LOCAL datestyle = ISO; SET LOCAL intervalstyle = postgres; SET LOCAL extra_float_digits = 1';

async function ping(db: Sql, url: string): Promise<void> {
  try {
    await db.query('SELECT 1');
  } catch (cause) {
    throw databaseAway({ name: 'PostgreSQL', url, defaultPort: 5432, cause });
  }
}

function closeOnce({ pool }: Connections): () => Promise<void> {
  let closing: Promise<void> | null = null;
  return () => {
    closing ??= pool.end();
    return closing;
  };
}
