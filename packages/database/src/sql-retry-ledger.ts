/**
 * The retry ledger in SQL that PostgreSQL and MySQL share; an adapter gives its tables and what its
 * dialect writes otherwise. A call that succeeds costs two statements.
 */
import { listed } from './batch/dialect.js';
import { storable } from './batch/remark.js';
import type {
  CallAttempt,
  CallFailure,
  CallFilter,
  CallState,
  CallTaker,
  EndedAttempt,
  NewCall,
  RetryLedger,
  StoredCall,
  TakenCalls,
} from './retry-ledger.js';
import type { Sql, Transaction } from './sql.js';
import type { SqlBuilder, SqlText } from './sql-text.js';

/** What an adapter gives. */
export interface RetryTables {
  readonly db: Sql;
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  readonly builder: SqlBuilder;
  /** Names of the tables. */
  readonly call: string;
  readonly attempt: string;
  /** Expression: the server's time, in milliseconds since 1970. */
  readonly nowMs: SqlText;
}

/** States in which nobody works on a call, and which operators may change. */
const AT_REST: readonly CallState[] = ['waiting', 'refused', 'given_up'];
const LOST = 'its process is gone';

/** A due call, locked by the transaction that looks. */
interface DueCall extends NewCall {
  readonly state: CallState;
  readonly attempt: number;
  readonly spent: number;
}

/** The ledger on the tables of an adapter. */
export function sqlRetryLedger(tables: RetryTables): RetryLedger {
  const { db, transaction, builder } = tables;
  const { sql, verbatim, allOf } = builder;
  const [call, attempt] = [verbatim(tables.call), verbatim(tables.attempt)];
  // In a subselect, so that the server reckons it once, and an index can be asked for it.
  const now = sql`(SELECT ${tables.nowMs})`;
  const ask = <Row>({ text, values }: SqlText, on: Sql = db) => on.query<Row>(text, values);
  const among = (values: readonly string[]) =>
    listed(
      builder,
      values.map((value) => sql`${value}`),
    );
  const own = ({ id, attempt: number }: CallAttempt) =>
    sql`id = ${id} AND attempt = ${number} AND state = 'running'`;
  const columns = named(
    'id, name, call_key AS "key", params, state, attempt, worker, recorded_ms AS "recordedAt", started_ms AS "startedAt", ended_ms AS "endedAt", due_ms AS "dueAt", given_up_by AS "givenUpBy", message',
  );

  return {
    begin: async ({ id, name, key, params }, { worker, leaseMs }) => {
      await ask(
        sql`INSERT INTO ${call} (id, name, call_key, params, state, attempt, spent, worker, recorded_ms, started_ms, due_ms)
            VALUES (${id}, ${name}, ${key}, ${params}, 'running', 1, 1, ${worker}, ${now}, ${now}, ${now} + ${leaseMs})`,
      );
    },
    add: async ({ id, name, key, params }, tx) => {
      await ask(
        sql`INSERT INTO ${call} (id, name, call_key, params, state, attempt, spent, recorded_ms, due_ms)
            VALUES (${id}, ${name}, ${key}, ${params}, 'waiting', 0, 0, ${now}, ${now})`,
        tx,
      );
    },
    addFailed: ({ id, name, key, params }, { worker, tookMs }, failure) =>
      transaction(async (tx) => {
        await ask(
          sql`INSERT INTO ${call} (id, name, call_key, params, state, attempt, spent, worker, recorded_ms, started_ms, due_ms)
              VALUES (${id}, ${name}, ${key}, ${params}, 'running', 1, 1, ${worker}, ${now}, ${now} - ${Math.round(tookMs)}, ${now})`,
          tx,
        );
        await noteFailure({ id, attempt: 1 }, failure, tx);
      }),
    succeed: async (held, params) => {
      const kept = params === null ? sql`` : sql`, params = ${params}`;
      const isNewest = sql`id = ${held.id} AND attempt = ${held.attempt} AND state <> 'succeeded'`;
      await ask(
        sql`UPDATE ${call} SET state = 'succeeded', due_ms = NULL, ended_ms = ${now}, given_up_by = NULL ${kept} WHERE ${isNewest}`,
      );
    },
    fail: (held, failure) =>
      transaction(async (tx) => {
        const locked = await ask(sql`SELECT id FROM ${call} WHERE ${own(held)} FOR UPDATE`, tx);
        if (locked.length > 0) await noteFailure(held, failure, tx);
        return locked.length > 0;
      }),
    renew: async (held, leaseMs) => {
      await ask(sql`UPDATE ${call} SET due_ms = ${now} + ${leaseMs} WHERE ${own(held)}`);
      return (await ask(sql`SELECT id FROM ${call} WHERE ${own(held)}`)).length > 0;
    },
    take: async (takers, { limit, worker }) =>
      takers.length === 0 || limit < 1
        ? { taken: [], givenUp: [] }
        : transaction(async (tx) => taken(takers, await dueCalls(takers, limit, tx), worker, tx)),
    list: (filter, { before, limit }) =>
      ask<StoredCall>(
        sql`SELECT ${columns} FROM ${call} WHERE ${allOf([matches(filter), before !== null && sql`id < ${before}`])} ORDER BY id DESC LIMIT ${limit}`,
      ),
    attemptsOf: (id) =>
      ask<EndedAttempt>(
        sql`SELECT ${named('attempt, worker, started_ms AS "startedAt", ended_ms AS "endedAt", outcome, message')}
            FROM ${attempt} WHERE id = ${id} ORDER BY attempt`,
      ),
    runAgain: (filter, limit) =>
      changeAtRest(
        filter,
        limit,
        sql`state = 'waiting', spent = 0, due_ms = ${now}, ended_ms = NULL, given_up_by = NULL`,
      ),
    giveUp: (filter, by, limit) =>
      changeAtRest(
        filter,
        limit,
        sql`state = 'given_up', due_ms = NULL, ended_ms = ${now}, given_up_by = ${by}`,
        sql`given_up_by IS NULL`,
      ),
    sweep: async (ageMs) => {
      await ask(
        sql`DELETE FROM ${call} WHERE ended_ms < ${now} - ${ageMs} AND (state IN ('succeeded', 'refused') OR given_up_by IS NOT NULL)`,
      );
    },
  };

  /** Names in double quotes, as the dialect quotes them. */
  function named(text: string): SqlText {
    return verbatim(
      text.replaceAll(/"(\w+)"/g, (_quoted, name: string) => builder.dialect.quotedColumn(name)),
    );
  }

  function matches({ id, name, state, key, after: earlier }: CallFilter): SqlText {
    return allOf([
      id !== undefined && sql`id = ${id}`,
      name !== undefined && sql`name = ${name}`,
      state !== undefined && sql`state = ${state}`,
      key !== undefined && sql`call_key = ${key}`,
      earlier !== undefined && sql`id > ${earlier}`,
    ]);
  }

  /** The call is locked, and this attempt has it. */
  async function noteFailure(
    { id, attempt: number }: CallAttempt,
    failure: CallFailure,
    tx: Sql,
  ): Promise<void> {
    const { state } = failure;
    const message = storable(failure.message);
    const outcome = state === 'refused' || state === 'handed_back' ? state : 'failed';
    await noteAttempts(sql`id = ${id}`, outcome, message, tx);
    await ask(
      sql`UPDATE ${call} SET ${after(failure)}, message = ${message} WHERE id = ${id} AND attempt = ${number}`,
      tx,
    );
  }

  function after(failure: CallFailure): SqlText {
    if (failure.state === 'waiting')
      return sql`state = 'waiting', due_ms = ${now} + ${Math.round(failure.delayMs)}`;
    if (failure.state === 'handed_back')
      return sql`state = 'waiting', due_ms = ${now}, spent = spent - 1`;
    return sql`state = ${failure.state}, due_ms = NULL, ended_ms = ${now}`;
  }

  async function noteAttempts(
    which: SqlText,
    outcome: EndedAttempt['outcome'],
    message: string,
    tx: Sql,
  ): Promise<void> {
    await ask(
      sql`INSERT INTO ${attempt} (id, attempt, worker, started_ms, ended_ms, outcome, message)
          SELECT id, attempt, worker, started_ms, ${now}, ${outcome}, ${message} FROM ${call} WHERE ${which}`,
      tx,
    );
  }

  async function dueCalls(
    takers: readonly CallTaker[],
    limit: number,
    tx: Sql,
  ): Promise<DueCall[]> {
    return ask<DueCall>(
      sql`SELECT id, name, ${named('call_key AS "key"')}, params, state, attempt, spent FROM ${call}
          WHERE due_ms <= ${now} AND name IN (${among(takers.map(({ name }) => name))})
          ORDER BY due_ms LIMIT ${limit} FOR UPDATE SKIP LOCKED`,
      tx,
    );
  }

  async function taken(
    takers: readonly CallTaker[],
    due: readonly DueCall[],
    worker: string,
    tx: Sql,
  ): Promise<TakenCalls> {
    const lost = idsOf(due.filter(({ state }) => state === 'running'));
    if (lost.length > 0) {
      await noteAttempts(sql`id IN (${among(lost)})`, 'lost', LOST, tx);
      await ask(sql`UPDATE ${call} SET message = ${LOST} WHERE id IN (${among(lost)})`, tx);
    }
    const mostOf = new Map(takers.map(({ name, mostAttempts }) => [name, mostAttempts]));
    const isUsedUp = ({ name, spent }: DueCall) => spent >= (mostOf.get(name) ?? 0);
    const [givenUp, goesOn] = [due.filter(isUsedUp), due.filter((one) => !isUsedUp(one))];
    if (givenUp.length > 0)
      await ask(
        sql`UPDATE ${call} SET state = 'given_up', due_ms = NULL, ended_ms = ${now} WHERE id IN (${among(idsOf(givenUp))})`,
        tx,
      );
    for (const { name, leaseMs } of takers) {
      const ids = idsOf(goesOn.filter((one) => one.name === name));
      if (ids.length === 0) continue;
      await ask(
        sql`UPDATE ${call} SET state = 'running', attempt = attempt + 1, spent = spent + 1, worker = ${worker}, started_ms = ${now}, due_ms = ${now} + ${leaseMs}
            WHERE id IN (${among(ids)})`,
        tx,
      );
    }
    return {
      taken: goesOn.map(({ id, name, key, params, attempt: before, spent }) => ({
        ...{ id, name, key, params },
        attempt: before + 1,
        spent: spent + 1,
      })),
      givenUp: givenUp.map(({ id, name, key }) => ({ id, name, key })),
    };
  }

  /** A call that is being taken is left out: it is at rest no longer. */
  async function changeAtRest(
    filter: CallFilter,
    limit: number,
    change: SqlText,
    condition: SqlText | null = null,
  ): Promise<string[]> {
    const isAtRest = sql`state IN (${among(AT_REST)})`;
    return transaction(async (tx) => {
      const found = await ask<{ id: string }>(
        sql`SELECT id FROM ${call} WHERE ${allOf([matches(filter), isAtRest, condition])}
            ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED`,
        tx,
      );
      const ids = idsOf(found);
      if (ids.length > 0)
        await ask(sql`UPDATE ${call} SET ${change} WHERE id IN (${among(ids)})`, tx);
      return ids;
    });
  }
}

const idsOf = (calls: readonly { readonly id: string }[]): string[] => calls.map(({ id }) => id);
