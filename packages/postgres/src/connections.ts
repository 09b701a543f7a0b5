/**
 * The pool of connections: made with timeouts, and lent to one piece of work at a time, which an
 * abort ends.
 */
import type { Socket } from 'node:net';
import { endSilence } from '@longshore/database';
import pg from 'pg';
import { cancelStatement } from './cancel-request.js';
import { typeParsers } from './type-parsers.js';

/** How `postgres()` connects. */
export interface PostgresConfig {
  /** `postgres://user:password@host:5432/database`. */
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
   * A chunk that says nothing for so long is undone by the server: a frozen worker does not hold
   * its lock. JavaScript of `save` that does not come back says nothing either. Default 90,000.
   */
  readonly chunkIdleTimeoutMs?: number;
  /**
   * One statement of an export in all, also while its rows arrive, and the pause after it. Default
   * 600,000, and never less than the executor's `statementTimeoutMs`.
   */
  readonly readTimeoutMs?: number;
}

const IDLE_MS = 30_000;
/** How long an aborted query may take to end on the server before its connection is dropped. */
const CANCEL_GRACE_MS = 2_000;

interface Loan {
  readonly signal: AbortSignal;
  /** How long the server may say nothing while a statement waits. */
  readonly silenceMs: number;
}

export class Connections {
  readonly pool: pg.Pool;

  constructor({ url, maxConnections = 20, connectTimeoutMs = 5_000 }: PostgresConfig) {
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
   * Lends one connection to `work`. An abort cancels its running statement on the server, and the
   * signal's reason is thrown; silence cancels it too, and closes the connection.
   */
  async lend<T>(
    { signal, silenceMs }: Loan,
    work: (client: pg.PoolClient) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const client = await this.pool.connect();
    const release = once((destroy: boolean) => client.release(destroy));
    const cancel = () => cancelStatement(client, CANCEL_GRACE_MS);
    const onAbort = () => {
      setTimeout(() => release(true), CANCEL_GRACE_MS).unref();
      void cancel();
    };
    signal.addEventListener('abort', onAbort);
    const silence = endSilence(socketOf(client), {
      silenceMs,
      isWaiting: () => isWaiting(client),
      cancel,
    });
    let done = false;
    try {
      signal.throwIfAborted();
      const result = await work(client);
      const failure = silence.failure();
      if (failure !== null) throw failure;
      done = true;
      return result;
    } catch (error) {
      throw signal.aborted ? signal.reason : (silence.failure() ?? error);
    } finally {
      signal.removeEventListener('abort', onAbort);
      silence.stop();
      // A late cancel must not hit the next borrower; after an error the transaction may still be
      // open.
      const wasCancelled = signal.aborted || silence.failure() !== null;
      release(wasCancelled || !(done || isIdle(client)));
    }
  }
}

/** What pg knows of its client, and its types leave out. */
interface InnerClient {
  readonly connection: { readonly stream: Socket };
  readonly readyForQuery: boolean;
  getTransactionStatus(): string | null;
}

const inner = (client: pg.PoolClient) => client as unknown as InnerClient;

const socketOf = (client: pg.PoolClient): Socket => inner(client).connection.stream;

/** A statement was sent, and its answer has not ended. */
const isWaiting = (client: pg.PoolClient): boolean => !inner(client).readyForQuery;

/** Outside of any transaction, as the server said last. */
const isIdle = (client: pg.PoolClient): boolean => inner(client).getTransactionStatus() === 'I';

function once(act: (destroy: boolean) => void): (destroy: boolean) => void {
  let done = false;
  return (destroy) => {
    if (done) return;
    done = true;
    act(destroy);
  };
}
