/**
 * One transaction on one connection: begin, work, commit; any error undoes it. Used for chunks,
 * snapshots and migrations.
 */
import { setMaxListeners } from 'node:events';
import type { Sql, SqlText, Transaction } from '@longshore/database';
import { traced } from '@longshore/tracing';
import type pg from 'pg';
import type { Connections } from './connections.js';
import { copyOut } from './copy-query.js';
import { parametersOf } from './parameters.js';
import { forgetTables } from './table-cache.js';

const LONGEST_TEXT = 1_000;

/** Values are never told: statements have parameters. */
const sqlSpan = (text: string) =>
  [
    'postgresql',
    { 'db.system.name': 'postgresql', 'db.query.text': text.slice(0, LONGEST_TEXT) },
  ] as const;

/** Sends each statement on one connection. */
class ConnectionSql implements Sql {
  readonly client: Pick<pg.ClientBase, 'query'>;

  constructor(client: Pick<pg.ClientBase, 'query'>) {
    this.client = client;
  }

  async query<Row = Record<string, unknown>>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    // What a statement returns is its author's word.
    return traced(...sqlSpan(text), async () => {
      return (await this.client.query(text, parametersOf(values))).rows as Row[];
    });
  }
}

/** Sends each statement on a connection of its own. */
export class PoolSql implements Sql {
  readonly #connections: Connections;
  readonly #silenceMs: number;

  constructor(connections: Connections, silenceMs: number) {
    this.#connections = connections;
    this.#silenceMs = silenceMs;
  }

  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]> {
    const loan = { signal: NEVER, silenceMs: this.#silenceMs };
    return this.#connections.lend(loan, (client) =>
      new ConnectionSql(client).query<Row>(text, values),
    );
  }
}

/** A signal that nobody aborts. */
export const NEVER: AbortSignal = new AbortController().signal;
setMaxListeners(0, NEVER); // one for each connection that is lent

const SEARCH_PATH = /search_path/i;

export class ConnectionTransaction extends ConnectionSql implements Transaction {
  readonly #signal: AbortSignal;
  #depth = 0;
  /** True once a statement changed search_path: then column types are not cached. */
  hasOwnPath = false;

  constructor(client: pg.ClientBase, signal: AbortSignal) {
    super(client);
    this.#signal = signal;
  }

  /** After an abort nothing more is sent: a cancel ends only the statement that is running. */
  override async query<Row = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]> {
    this.#signal.throwIfAborted();
    this.hasOwnPath ||= SEARCH_PATH.test(text);
    return super.query<Row>(text, values);
  }

  /** Columns of a statement's result. */
  async fields({ text, values }: SqlText): Promise<readonly pg.FieldDef[]> {
    this.#signal.throwIfAborted();
    return (await this.client.query(text, parametersOf(values))).fields;
  }

  /**
   * Copies the rows of a statement out, in the text format of COPY; `take` gets the bytes as they
   * come.
   */
  async copy(statement: string, take: (chunk: Buffer) => void): Promise<void> {
    this.#signal.throwIfAborted();
    await traced(...sqlSpan(statement), () => copyOut(this.client, { statement, take }));
  }

  /**
   * `copy` in one message with a savepoint around it: an error of the statement leaves the
   * transaction as it was.
   */
  async copyOrUndo(statement: string, take: (chunk: Buffer) => void): Promise<void> {
    this.#signal.throwIfAborted();
    const name = `copy_${++this.#depth}`;
    try {
      await traced(...sqlSpan(statement), () =>
        copyOut(this.client, {
          before: `SAVEPOINT ${name}`,
          statement,
          take,
          after: `RELEASE SAVEPOINT ${name}`,
        }),
      );
    } catch (error) {
      await this.#rollBackTo(name);
      throw error;
    } finally {
      this.#depth--;
    }
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const name = `savepoint_${++this.#depth}`;
    try {
      await this.query(`SAVEPOINT ${name}`);
      const result = await work();
      await this.query(`RELEASE SAVEPOINT ${name}`);
      return result;
    } catch (error) {
      await this.#rollBackTo(name);
      throw error;
    } finally {
      this.#depth--;
    }
  }

  /**
   * Where the connection itself broke, the first error says more, and the transaction is lost
   * anyway.
   */
  async #rollBackTo(name: string): Promise<void> {
    await this.query(`ROLLBACK TO SAVEPOINT ${name}`).catch(() => undefined);
    forgetTables(this.client);
  }
}

interface TransactionOptions {
  readonly signal: AbortSignal;
  readonly silenceMs: number;
  /** `BEGIN …` and settings, in one round trip. */
  readonly begin: string;
}

export function inTransaction<T>(
  connections: Connections,
  { signal, silenceMs, begin }: TransactionOptions,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return connections.lend({ signal, silenceMs }, async (client) => {
    await client.query(begin);
    try {
      const result = await work(new ConnectionTransaction(client, signal));
      signal.throwIfAborted();
      await traced(...sqlSpan('COMMIT'), () => client.query('COMMIT'));
      return result;
    } catch (error) {
      await rollBack(client);
      throw error;
    }
  });
}

/**
 * Leaves nothing behind. Deferred constraints are checked first, as COMMIT would check them.
 */
export function inRehearsal<T>(
  connections: Connections,
  { signal, silenceMs, begin }: TransactionOptions,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return connections.lend({ signal, silenceMs }, async (client) => {
    try {
      await client.query(begin);
      const result = await work(new ConnectionTransaction(client, signal));
      signal.throwIfAborted();
      await client.query('SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK');
      return result;
    } catch (error) {
      await rollBack(client);
      throw error;
    }
  });
}

/** Where the connection itself broke, the server undoes what was open. */
export async function rollBack(client: pg.ClientBase): Promise<void> {
  forgetTables(client);
  await client.query('ROLLBACK').catch(() => undefined);
}
