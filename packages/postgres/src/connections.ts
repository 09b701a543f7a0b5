/**
 * The pool of connections: made with timeouts, and lent to one piece of work at a time, which an
 * abort ends.
 */
import pg from 'pg';
import { typeParsers } from './type-parsers.js';

/** How `postgres()` connects. */
export interface PostgresConfig {
  /** `postgres://user:password@host:5432/database`. */
  readonly url: string;
  /** Connections at most. Default 20. */
  readonly maxConnections?: number;
  /** Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** One statement of a chunk, the wait for its run's lock included. Default 60,000. */
  readonly chunkTimeoutMs?: number;
  /**
   * A chunk that says nothing for so long is undone by the server: a frozen worker does not hold
   * its lock. Default 30,000.
   */
  readonly chunkIdleTimeoutMs?: number;
  /** One statement of an export. Default 600,000. */
  readonly readTimeoutMs?: number;
}

const IDLE_MS = 30_000;
/** How long an aborted query may take to end on the server before its connection is dropped. */
const CANCEL_GRACE_MS = 2_000;

export class Connections {
  readonly pool: pg.Pool;
  readonly #url: string;

  constructor({ url, maxConnections = 20, connectTimeoutMs = 5_000 }: PostgresConfig) {
    this.#url = url;
    this.pool = new pg.Pool({
      connectionString: url,
      max: maxConnections,
      connectionTimeoutMillis: connectTimeoutMs,
      idleTimeoutMillis: IDLE_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: IDLE_MS,
      application_name: 'longshore',
      types: typeParsers,
    });
    // A connection that dies between two queries says so here, and the next query on it fails by
    // itself. Unheard, it would end the process.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /**
   * Lends one connection to `work`. An abort cancels its running query on the server, and the
   * signal's reason is thrown.
   */
  async lend<T>(signal: AbortSignal, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const client = await this.pool.connect();
    const release = once((destroy: boolean) => client.release(destroy));
    const onAbort = () => {
      setTimeout(() => release(true), CANCEL_GRACE_MS).unref();
      void this.#cancel(client);
    };
    signal.addEventListener('abort', onAbort);
    let done = false;
    try {
      signal.throwIfAborted();
      const result = await work(client);
      done = true;
      return result;
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener('abort', onAbort);
      // After an abort a late cancel must not hit the next borrower; after an error the transaction
      // may still be open.
      release(signal.aborted || !(done || isIdle(client)));
    }
  }

  /**
   * Asks by a connection of its own, for the pool may be used up. Where that fails, the grace time
   * ends the query.
   */
  async #cancel(client: pg.PoolClient): Promise<void> {
    const canceller = new pg.Client({
      connectionString: this.#url,
      connectionTimeoutMillis: CANCEL_GRACE_MS,
    });
    canceller.on('error', () => undefined);
    try {
      await canceller.connect();
      await canceller.query('SELECT pg_cancel_backend($1)', [processIdOf(client)]);
    } catch {
      // The server is away: there is nothing to cancel that the dropped connection does not end.
    } finally {
      await canceller.end().catch(() => undefined);
    }
  }
}

/** The server's process of a connection: pg has it, its types do not. */
const processIdOf = (client: pg.PoolClient): number | null =>
  (client as { processID?: number | null }).processID ?? null;

/** Outside of any transaction, as the server said last. pg knows it, its types do not. */
const isIdle = (client: pg.PoolClient): boolean =>
  (client as unknown as { getTransactionStatus(): string | null }).getTransactionStatus() === 'I';

function once(act: (destroy: boolean) => void): (destroy: boolean) => void {
  let done = false;
  return (destroy) => {
    if (done) return;
    done = true;
    act(destroy);
  };
}
