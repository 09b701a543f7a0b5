/**
 * One transaction on one connection: begin, work, commit; any error undoes all. Used for chunks,
 * snapshots and the business's own transactions.
 */
import { setMaxListeners } from 'node:events';
import type { Sql, Transaction } from '@longshore/database';
import { traced } from '@longshore/tracing';
import type { FieldPacket, PoolConnection } from 'mysql2';
import { type Connections, run } from './connections.js';
import { noteDuplicate } from './duplicate-key.js';
import { endsTransaction } from './fault-of.js';
import { parameterOf } from './values.js';

const FIELDS = new WeakMap<object, readonly FieldPacket[]>();

/** Columns of rows that a statement of this package returned. */
export const fieldsOf = (rows: object): readonly FieldPacket[] => FIELDS.get(rows) ?? [];

/** A signal that nobody aborts. */
export const NEVER: AbortSignal = new AbortController().signal;
setMaxListeners(0, NEVER); // one for each connection that is lent

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
    return this.#connections.lend(loan, (connection) =>
      new ConnectionSql(connection).query<Row>(text, values),
    );
  }
}

const LONGEST_TEXT = 1_000;

/** Values are never told: statements have parameters. */
const sqlSpan = (text: string) =>
  ['mysql', { 'db.system.name': 'mysql', 'db.query.text': text.slice(0, LONGEST_TEXT) }] as const;

/** Sends each statement on one connection. */
export class ConnectionSql implements Sql {
  readonly on: Parameters<typeof run>[0];

  constructor(on: Parameters<typeof run>[0]) {
    this.on = on;
  }

  async query<Row = Record<string, unknown>>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    try {
      const { rows, fields } = await traced(...sqlSpan(text), () =>
        run(this.on, text, values.map(parameterOf)),
      );
      FIELDS.set(rows, fields);
      return rows as Row[]; // what a statement returns is its author's word
    } catch (error) {
      await noteDuplicate(error, text, new ConnectionSql(this.on));
      throw error;
    }
  }
}

class ConnectionTransaction extends ConnectionSql implements Transaction {
  readonly #signal: AbortSignal;
  #depth = 0;
  /** The error with which the server gave up the whole transaction. */
  #ended: unknown = null;

  constructor(connection: PoolConnection, signal: AbortSignal) {
    super(connection);
    this.#signal = signal;
  }

  /**
   * After a deadlock the server has no transaction any more, and the next statement would commit by
   * itself: it is refused with the deadlock's error. After an abort nothing more is sent.
   */
  override async query<Row = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]> {
    this.refuseEnded();
    this.#signal.throwIfAborted();
    try {
      return await super.query<Row>(text, values);
    } catch (error) {
      if (endsTransaction(error)) this.#ended = error;
      throw error;
    }
  }

  refuseEnded(): void {
    if (this.#ended !== null) throw this.#ended;
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const name = `savepoint_${++this.#depth}`;
    try {
      await this.query(`SAVEPOINT ${name}`);
      const result = await work();
      await this.query(`RELEASE SAVEPOINT ${name}`);
      return result;
    } catch (error) {
      // Where the transaction itself is gone, the first error says more.
      await this.query(`ROLLBACK TO SAVEPOINT ${name}`).catch(() => undefined);
      throw error;
    } finally {
      this.#depth--;
    }
  }
}

/** In milliseconds. */
export interface Limits {
  /** The server says nothing while a statement waits. */
  readonly silenceMs: number;
  /** One statement in all. */
  readonly statementMs: number;
  /** We say nothing inside a transaction. */
  readonly idleMs: number;
}

export interface TransactionOptions {
  readonly signal: AbortSignal;
  /** `START TRANSACTION …`, with what must come before. */
  readonly begin: readonly string[];
  readonly limits: Limits;
}

type End<T> = (result: T) => 'COMMIT' | 'ROLLBACK';

/** `end`: what becomes of the writes of work that did not throw; default: they are kept. */
export const inTransaction = <T>(
  connections: Connections,
  options: TransactionOptions,
  work: (tx: Transaction) => Promise<T>,
  end?: End<T>,
): Promise<T> =>
  connections.lend({ signal: options.signal, silenceMs: options.limits.silenceMs }, (connection) =>
    transactionOn(connection, options, work, end),
  );

/** Leaves nothing behind. */
export const inRehearsal = <T>(
  connections: Connections,
  options: TransactionOptions,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> =>
  connections.lend(
    { signal: options.signal, silenceMs: options.limits.silenceMs },
    async (connection) => {
      try {
        return await begun(connection, options, work);
      } finally {
        await rollBack(connection);
      }
    },
  );

/** One transaction on a connection that the caller has for itself. */
export async function transactionOn<T>(
  connection: PoolConnection,
  options: TransactionOptions,
  work: (tx: Transaction) => Promise<T>,
  end: End<T> = () => 'COMMIT',
): Promise<T> {
  try {
    const result = await begun(connection, options, work);
    await run(connection, end(result));
    return result;
  } catch (error) {
    await rollBack(connection);
    throw error;
  }
}

/** As far as it can go without COMMIT. */
async function begun<T>(
  connection: PoolConnection,
  { signal, begin, limits }: TransactionOptions,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  await setLimits(connection, limits);
  for (const statement of begin) await run(connection, statement);
  const tx = new ConnectionTransaction(connection, signal);
  const result = await work(tx);
  signal.throwIfAborted();
  tx.refuseEnded();
  return result;
}

const limitsOf = new WeakMap<object, string>();

/**
 * MariaDB reads `/*M!`, MySQL reads `/*!80000`: MariaDB ends silent transactions, MySQL silent
 * connections.
 */
async function setLimits(
  connection: PoolConnection,
  { statementMs, idleMs }: Limits,
): Promise<void> {
  const idleSeconds = Math.ceil(idleMs / 1_000);
  const statement =
    `SET SESSION innodb_lock_wait_timeout = ${Math.ceil(statementMs / 1_000)}` +
    ` /*M!100300 , max_statement_time = ${statementMs / 1_000}, idle_transaction_timeout = ${idleSeconds} */` +
    ` /*!80000 , max_execution_time = ${statementMs}, wait_timeout = ${idleSeconds} */`;
  if (limitsOf.get(connection) === statement) return;
  await run(connection, statement);
  limitsOf.set(connection, statement);
}

/** The pool would hand an open transaction to the next user: such a connection is dropped. */
async function rollBack(connection: PoolConnection): Promise<void> {
  try {
    await run(connection, 'ROLLBACK');
  } catch {
    connection.destroy();
  }
}
