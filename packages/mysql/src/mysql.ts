/**
 * The port Database on MySQL and MariaDB. A business makes it once and hands it to defineBusiness.
 */
import {
  type AnyRow,
  type BatchGround,
  type BatchLedger,
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
  type SqlText,
  sqlDetailLedger,
  sqlRetryLedger,
  sqlRoutineLedger,
  sqlUndoLedger,
  sweepBatches,
  type Transaction,
  type UndoLedger,
} from '@longshore/database';
import { batchDialect } from './batch/dialect.js';
import { chunkOn, DETAIL_TABLE, inChunks, UNDO_TABLES } from './chunks.js';
import { Connections, type MysqlConfig } from './connections.js';
import { correctionLedger } from './corrections.js';
import { failedRows } from './failed-rows.js';
import { faultOf, isLockConflict } from './fault-of.js';
import { migrate } from './migrate.js';
import { fenceRun, lockRun, openRun, sweepRuns } from './runs.js';
import { builder } from './sql.js';
import {
  ConnectionSql,
  inRehearsal,
  inTransaction,
  type Limits,
  NEVER,
  PoolSql,
  transactionOn,
} from './transaction.js';
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
const STATEMENT_TIMEOUT_MS = 600_000;
/** As long as a worker keeps the runs of an event loop that is blocked. */
const CHUNK_IDLE_TIMEOUT_MS = 90_000;
const READ_TIMEOUT_MS = 600_000;
const READY_TIMEOUT_MS = 2_000;

/** The session's isolation level is READ COMMITTED; a snapshot must be asked for in words. */
const BEGIN = ['START TRANSACTION'];
/** Plain reads lock what they read, so that nobody changes it; a deadlock is a conflict. */
const BEGIN_STEADY = ['SET TRANSACTION ISOLATION LEVEL SERIALIZABLE', ...BEGIN];
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
  const { statementTimeoutMs = STATEMENT_TIMEOUT_MS } = settings;
  const connections = new Connections(settings);
  const db = new PoolSql(connections, statementTimeoutMs);
  const close = closeOnce(connections);
  const options = { signal: NEVER, begin: BEGIN, limits: readLimits(settings, statementTimeoutMs) };

  const bounded = (silenceMs: number): Database => ({
    bounded,
    migrate: () =>
      withLock(connections, { lock: MIGRATION_LOCK, silenceMs: statementTimeoutMs }, (connection) =>
        migrate(new ConnectionSql(connection)),
      ),
    ready: () => ping(new PoolSql(connections, READY_TIMEOUT_MS), settings.url),
    close,
    ...runsOf(connections, settings, silenceMs),
    faultOf,
  });

  return {
    query: (text, values) => db.query(text, values),
    transaction: (work, { lock } = {}) =>
      lock === undefined
        ? inTransaction(connections, options, work)
        : withLock(connections, { lock, silenceMs: statementTimeoutMs }, (connection) =>
            transactionOn(connection, options, work),
          ),
    ...bounded(statementTimeoutMs),
  };
}

const readLimits = (
  { readTimeoutMs = READ_TIMEOUT_MS }: MysqlConfig,
  silenceMs: number,
): Limits => {
  const readMs = Math.max(readTimeoutMs, silenceMs);
  return { silenceMs, statementMs: readMs, idleMs: readMs };
};

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
  settings: MysqlConfig,
  silenceMs: number,
): Reader & RunLedger & BatchLedger & Stored {
  const { chunkIdleTimeoutMs = CHUNK_IDLE_TIMEOUT_MS } = settings;
  const limits = readLimits(settings, silenceMs);
  const chunkLimits = { silenceMs, statementMs: silenceMs, idleMs: chunkIdleTimeoutMs };
  const db = new PoolSql(connections, silenceMs);
  const whole = <T>(work: (tx: Transaction) => Promise<T>) =>
    afterLockConflicts(() =>
      inTransaction(connections, { signal: NEVER, begin: BEGIN, limits }, work),
    );
  const ground: BatchGround = {
    dialect: batchDialect,
    db,
    faultOf,
    transaction: whole,
    pageTransaction: (signal, first, work) =>
      inTransaction(connections, { signal, begin: BEGIN, limits: chunkLimits }, async (tx) => {
        const { last, result } = await work(tx, await inTurn(tx, first));
        await inTurn(tx, last);
        return result;
      }),
  };
  const retries = sqlRetryLedger({
    db,
    transaction: whole,
    builder,
    call: 'longshore_retry_call',
    attempt: 'longshore_retry_attempt',
    nowMs: ground.dialect.nowMs,
  });
  return {
    ...createBatchLedger(ground),
    retries,
    corrections: correctionLedger(db),
    undo: sqlUndoLedger(db, UNDO_TABLES),
    details: sqlDetailLedger(db, builder, DETAIL_TABLE),
    read: (signal, work) => inTransaction(connections, { signal, begin: BEGIN_READ, limits }, work),
    openRun: (run) => whole((tx) => openRun(tx, run)),
    // MySQL has no deferred constraints: `constraints` changes nothing.
    chunk: (run, signal, work, { steady = false } = {}) => {
      const begin = steady ? BEGIN_STEADY : BEGIN;
      return inTransaction(connections, { signal, begin, limits: chunkLimits }, async (tx) =>
        chunkOn(tx, run, await lockRun(tx, run), work),
      );
    },
    chunks: (run, signal, work, { steady = false } = {}) => {
      const begin = steady ? BEGIN_STEADY : BEGIN;
      return inChunks(connections, { signal, begin, limits: chunkLimits }, run, work);
    },
    rehearse: (signal, work) =>
      inRehearsal(connections, { signal, begin: BEGIN, limits: chunkLimits }, work),
    fenceRun: (run) => whole((tx) => fenceRun(tx, run)),
    failedRows: (taskId) => failedRows(db, taskId),
    sweep: async (ageMs) => {
      await sweepRuns(db, ageMs);
      await sweepBatches(ground, ageMs);
      await retries.sweep(ageMs);
    },
    routines: sqlRoutineLedger({
      db,
      transaction: (signal, work) =>
        inTransaction(connections, { signal, begin: BEGIN, limits: chunkLimits }, work),
      builder,
      routine: 'longshore_routine',
      run: 'longshore_routine_run',
      nowMs: ground.dialect.nowMs,
      onDuplicate: 'ON DUPLICATE KEY UPDATE type = VALUES(type)',
    }),
  };
}

/** The rows of each statement. */
async function inTurn(tx: Sql, statements: readonly SqlText[]): Promise<AnyRow[][]> {
  const answers: AnyRow[][] = [];
  for (const statement of statements)
    answers.push(await tx.query<AnyRow>(batchDialect.inlined(statement)));
  return answers;
}

const LOCK_ATTEMPTS = 5;

/**
 * After a deadlock, or a wait for a lock that lasted longer than the server lets it (50 s by
 * default): the chunk of a worker that is frozen is kept for longer.
 */
async function afterLockConflicts<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === LOCK_ATTEMPTS || !isLockConflict(error)) throw error;
    }
  }
}

async function ping(db: Sql, url: string): Promise<void> {
  try {
    await db.query('SELECT 1');
  } catch (cause) {
    throw databaseAway({ name: 'MySQL or MariaDB', url, defaultPort: 3306, cause });
  }
}

function closeOnce(connections: Connections): () => Promise<void> {
  let closing: Promise<void> | null = null;
  return () => {
    closing ??= connections.close();
    return closing;
  };
}
