/**
 * The pool of connections: each connection set to known modes, and lent to one piece of work at a
 * time, which an abort ends.
 */
import type { Socket } from 'node:net';
import { endSilence } from '@longshore/database';
import mysql, { type PoolConnection, type PoolOptions, type QueryError } from 'mysql2';
import { typeCast } from './values.js';

/** How `mysql()` connects. */
export interface MysqlConfig {
  /** `mysql://user:password@host:3306/database`. */
  readonly url: string;
  /** Connections at most. Default 20. */
  readonly maxConnections?: number;
  /** Default 5,000. */
  readonly connectTimeoutMs?: number;
  /**
   * How long the server may say nothing in a statement that no executor bounds: `query`,
   * `transaction`, `migrate`. Default 600,000.
   */
  readonly statementTimeoutMs?: number;
  /**
   * The server undoes a chunk that is silent for so long: a frozen worker does not hold its lock.
   * JavaScript of `save` that does not come back is silent too. Rounded up to seconds. Default
   * 90,000.
   */
  readonly chunkIdleTimeoutMs?: number;
  /**
   * One statement of an export in all, also while its rows arrive, and the pause after it. Default
   * 600,000, and never less than the executor's `statementTimeoutMs`.
   */
  readonly readTimeoutMs?: number;
  /**
   * 0 and 1 of a TINYINT(1), which is what BOOLEAN means here, arrive as false and true; other
   * values stay numbers. Default true.
   */
  readonly tinyInt1IsBoolean?: boolean;
}

const IDLE_MS = 20_000;
/** How long an aborted query may take to end on the server before its connection is dropped. */
const CANCEL_GRACE_MS = 2_000;

/**
 * Strict whatever the server is set to. Without NO_BACKSLASH_ESCAPES, for the driver quotes by
 * backslash; zero dates may be read.
 */
const MODES = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';
const SETTINGS = [
  `SET time_zone = '+00:00', sql_mode = '${MODES}', autocommit = 1`,
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
];

interface Loan {
  readonly signal: AbortSignal;
  /** How long the server may say nothing while a statement waits. */
  readonly silenceMs: number;
}

export class Connections {
  readonly pool: mysql.Pool;
  readonly #options: PoolOptions;

  constructor(config: MysqlConfig) {
    this.#options = optionsOf(config);
    this.pool = mysql.createPool({
      ...this.#options,
      connectionLimit: config.maxConnections ?? 20,
      maxIdle: config.maxConnections ?? 20,
      idleTimeout: IDLE_MS,
    });
    this.pool.on('connection', (connection) => {
      // The next query on a dead connection fails by itself. Unheard, this event ends the process.
      connection.on('error', () => undefined);
      for (const statement of SETTINGS)
        connection.query(statement, (error) => error && connection.destroy());
    });
  }

  /**
   * Lends one connection to `work`, which must leave no transaction open. An abort cancels the
   * running statement on the server, and the signal's reason is thrown; silence cancels it too, and
   * closes the connection.
   */
  async lend<T>(
    { signal, silenceMs }: Loan,
    work: (connection: PoolConnection) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const connection = await this.#connect();
    const cancel = () => this.#cancel(connection.threadId);
    const onAbort = () => {
      setTimeout(() => connection.destroy(), CANCEL_GRACE_MS).unref();
      void cancel();
    };
    signal.addEventListener('abort', onAbort);
    const silence = endSilence(inner(connection).stream, {
      silenceMs,
      isWaiting: () => isWaiting(connection),
      cancel,
    });
    try {
      signal.throwIfAborted();
      const result = await work(connection);
      const failure = silence.failure();
      if (failure !== null) throw failure; // a SLEEP that was killed is no error to the server
      return result;
    } catch (error) {
      throw signal.aborted ? signal.reason : (silence.failure() ?? error);
    } finally {
      signal.removeEventListener('abort', onAbort);
      silence.stop();
      // A late KILL QUERY must not hit the next borrower.
      if (signal.aborted || silence.failure() !== null) connection.destroy();
      else connection.release();
    }
  }

  close(): Promise<void> {
    return new Promise((resolve, reject) =>
      this.pool.end((error) => (error ? reject(error) : resolve())),
    );
  }

  #connect(): Promise<PoolConnection> {
    return new Promise((resolve, reject) =>
      this.pool.getConnection((error, connection) => (error ? reject(error) : resolve(connection))),
    );
  }

  /**
   * Asks by a connection of its own, for the pool may be used up. Where that fails, the grace time
   * ends the query.
   */
  #cancel(threadId: number): Promise<void> {
    const canceller = mysql.createConnection(this.#options);
    canceller.on('error', () => undefined);
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        canceller.destroy();
        resolve();
      };
      const timer = setTimeout(end, CANCEL_GRACE_MS);
      canceller.query(`KILL QUERY ${threadId}`, end);
    });
  }
}

/** What mysql2 knows of its connection, and its types leave out. */
interface InnerConnection {
  readonly stream: Socket;
  /** The statement that waits for its answer. */
  readonly _command: object | null | undefined;
}

const inner = (connection: PoolConnection) => connection as unknown as InnerConnection;

const isWaiting = (connection: PoolConnection): boolean => Boolean(inner(connection)._command);

const optionsOf = ({
  url,
  connectTimeoutMs = 5_000,
  tinyInt1IsBoolean = true,
}: MysqlConfig): PoolOptions => ({
  uri: url,
  connectTimeout: connectTimeoutMs,
  charset: 'utf8mb4',
  enableKeepAlive: true,
  keepAliveInitialDelay: IDLE_MS, // the driver's default is the system's, often two hours
  timezone: 'Z',
  supportBigNumbers: true,
  bigNumberStrings: true,
  dateStrings: true,
  jsonStrings: true,
  decimalNumbers: false,
  stringifyObjects: true,
  typeCast: typeCast(tinyInt1IsBoolean),
});

/** What one statement returned. */
export interface Result {
  /** Rows of a SELECT; else none. */
  readonly rows: Record<string, unknown>[];
  readonly fields: readonly mysql.FieldPacket[];
}

/** Runs one statement; its error does not carry the statement, whose values logs must not hold. */
export function run(
  on: Pick<mysql.Pool, 'query'> | Pick<PoolConnection, 'query'>,
  text: string,
  values?: readonly unknown[],
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const done = (error: QueryError | null, rows: unknown, fields: unknown) => {
      if (error === null)
        resolve({
          rows: Array.isArray(rows) ? rows : [],
          fields: (fields ?? []) as mysql.FieldPacket[], // the driver's own list
        });
      else reject(withoutStatement(error));
    };
    // A statement without values may hold a question mark of its own.
    if (values === undefined || values.length === 0) on.query(text, done);
    else on.query(text, values as unknown[], done);
  });
}

function withoutStatement(error: QueryError): QueryError {
  if ('sql' in error) delete error.sql;
  return error;
}
