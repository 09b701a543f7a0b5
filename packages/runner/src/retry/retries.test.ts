/** Retryable calls and the loop that runs them again, on a real PostgreSQL, in one process. */
import type { CallState, RetryLedger, StoredCall } from '@longshore/database';
import {
  type CallContext,
  type Retryable,
  type RetryableOptions,
  RetryLaterError,
  refuse,
  retryable,
} from '@longshore/executors';
import { waitUntil } from '@longshore/infra';
import { type PostgresDatabase, postgres } from '@longshore/postgres';
import { type FreshDatabase, freshDatabase } from '@longshore/postgres/testing';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import * as z from 'zod';
import { startRetries } from './start-retries.js';

const Payment = z.object({ order: z.int(), token: z.string().meta({ secret: true }).optional() });
type Payment = z.output<typeof Payment>;
type Pay = Retryable<typeof Payment, string>;

let fresh: FreshDatabase;
let database: PostgresDatabase;
let ledger: RetryLedger;
const ends: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  fresh = await freshDatabase(inject('databaseUrl'));
  database = postgres(fresh.url);
  await database.migrate();
  if (database.retries === null) throw new Error('PostgreSQL keeps calls');
  ledger = database.retries;
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

let made = 0;
/** A retryable of a name of its own, due again at once. */
function payment(
  run: (params: Payment, context: CallContext) => Promise<string> | string,
  options: Partial<RetryableOptions<typeof Payment>> = {},
): Pay {
  const pay = retryable(`pay-${++made}`, run, { params: Payment, firstDelayMs: 1, ...options });
  pay.executor.open(database);
  return pay;
}

/** A worker's loop, with what it told of calls that were given up. */
function startLoop(...retryables: Pay[]) {
  const told: object[] = [];
  const endings: string[] = [];
  const log = { debug: () => {}, info: () => {}, warn: () => {} };
  const loop = startRetries({
    business: { database, retryables: retryables.map(({ executor }) => executor) },
    worker: `host:${made}`,
    onCallEnded: (_name, ending) => void endings.push(ending),
    log: { ...log, error: (fields) => void told.push(fields) },
  });
  let isClosed = false;
  const close = async (graceMs = 5_000) => {
    if (!isClosed) await loop.close({ graceMs });
    isClosed = true;
  };
  ends.push(() => close());
  return { told, endings, close };
}

const callOf = async ({ executor: { name } }: Pay): Promise<StoredCall | undefined> =>
  (await ledger.list({ name }, { before: null, limit: 1 }))[0];
const until = (pay: Pay, state: CallState): Promise<StoredCall> =>
  waitUntil(
    async () => {
      const call = await callOf(pay);
      return call?.state === state ? call : null;
    },
    { what: `a call that is ${state}`, timeoutMs: 30_000 },
  );
const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );
const key = 'key001';

test('a call is recorded before it runs, and ends with its result', async () => {
  const seen: (StoredCall | undefined)[] = [];
  const pay = payment(async ({ order }) => {
    seen.push(await callOf(pay));
    return `paid ${order}`;
  });
  expect(await pay({ order: 7, token: 'tok_4711' }, { key })).toBe('paid 7');
  expect(seen).toMatchObject([{ state: 'running', key, params: '{"order":7,"token":"tok_4711"}' }]);
  // the secret is needed no longer
  const kept = { state: 'succeeded', params: '{"order":7,"token":"***"}' };
  expect(await callOf(pay)).toMatchObject(kept);
});

test('a call that failed is run again by the loop, which tells it so', async () => {
  const told: Omit<CallContext, 'signal'>[] = [];
  const pay = payment((_params, { signal: _, ...context }) => {
    told.push(context);
    if (context.attempt < 3) throw new Error('no line for tok_4711');
    return 'paid';
  });
  startLoop(pay);
  const error = await caught(pay({ order: 7, token: 'tok_4711' }, { key }));
  expect(error).toBeInstanceOf(RetryLaterError);
  expect(error).toMatchObject({ key, cause: new Error('no line for tok_4711') });
  const call = await until(pay, 'succeeded');
  expect(error).toMatchObject({ callId: call.id });
  expect(told).toEqual([
    { key, attempt: 1, isRetry: false },
    { key, attempt: 2, isRetry: true },
    { key, attempt: 3, isRetry: true },
  ]);
  expect(await ledger.attemptsOf(call.id)).toMatchObject([
    { attempt: 1, outcome: 'failed', message: 'no line for ***' },
    { attempt: 2, outcome: 'failed', message: 'no line for ***' },
  ]);
});

test('what the business or the database refuses is not run again', async () => {
  const refusals: [string, () => Promise<never> | string][] = [
    ['The account is closed.', () => refuse('The account is closed.')],
    ['division by zero', () => database.query(`SELECT 1 / 0`) as Promise<never>],
  ];
  for (const [, run] of refusals) {
    const pay = payment(run as () => Promise<string>);
    const error = await caught(pay({ order: 7 }, { key }));
    expect(error).not.toBeInstanceOf(RetryLaterError);
    expect(await callOf(pay)).toMatchObject({ state: 'refused', dueAt: null });
  }
});

test('retryOn says what is run again', async () => {
  const pay = payment(() => refuse('Busy.'), { retryOn: () => true });
  expect(await caught(pay({ order: 7 }, { key }))).toBeInstanceOf(RetryLaterError);
  const never = payment(() => Promise.reject(new Error('gone')), { retryOn: () => false });
  expect(await caught(never({ order: 7 }, { key }))).toEqual(new Error('gone'));
});

test('a call is given up after its last attempt, told, and run again by hand', async () => {
  let isDown = true;
  let runs = 0;
  const pay = payment(
    () => {
      runs++;
      if (isDown) throw new Error('down');
      return 'paid';
    },
    { max: 2 },
  );
  const { told, endings } = startLoop(pay);
  await caught(pay({ order: 7 }, { key }));
  const { id } = await until(pay, 'given_up');
  expect(runs).toBe(3);
  await waitUntil(async () => told.length > 0, { what: 'a line of the log' });
  expect(told).toMatchObject([{ callId: id, key, attempt: 3 }]);
  expect(endings).toEqual(['waiting', 'given_up']);
  isDown = false;
  await ledger.runAgain({ id }, 1);
  expect(await until(pay, 'succeeded')).toMatchObject({ id, attempt: 4 });
});

test('a call of a transaction runs once it commits, and never when it is undone', async () => {
  const keys: string[] = [];
  const pay = payment((_params, context) => {
    keys.push(context.key);
    return 'paid';
  });
  startLoop(pay);
  const undone = database.transaction(async (tx) => {
    await pay.afterCommit(tx, { order: 1 }, { key: 'undone' });
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await database.transaction((tx) => pay.afterCommit(tx, { order: 2 }, { key: 'kept' }));
  expect(await until(pay, 'succeeded')).toMatchObject({ key: 'kept', attempt: 1 });
  expect(keys).toEqual(['kept']);
});

test('with before: false only a call that failed is recorded', async () => {
  let isDown = false;
  const run = () => (isDown ? Promise.reject(new Error('down')) : 'paid');
  const pay = payment(run, { before: false });
  expect(await pay({ order: 7 }, { key })).toBe('paid');
  expect(await callOf(pay)).toBeUndefined();
  isDown = true;
  expect(await caught(pay({ order: 7 }, { key }))).toBeInstanceOf(RetryLaterError);
  expect(await callOf(pay)).toMatchObject({ key, params: '{"order":7}', attempt: 1 });
  isDown = false;
  startLoop(pay);
  expect(await until(pay, 'succeeded')).toMatchObject({ attempt: 2 });
  const refused = payment(() => refuse('No.'), { before: false });
  await caught(refused({ order: 7 }, { key }));
  expect(await callOf(refused)).toBeUndefined();
});

test('a call whose process died is run again', async () => {
  const pay = payment(() => 'paid');
  const { name } = pay.executor;
  const call = { id: `dead-${name}`, name, key, params: '{"order":7}' };
  await ledger.begin(call, { worker: 'dead', leaseMs: 0 });
  startLoop(pay);
  expect(await until(pay, 'succeeded')).toMatchObject({ attempt: 2 });
  expect(await ledger.attemptsOf(call.id)).toMatchObject([{ worker: 'dead', outcome: 'lost' }]);
});

test('a call that takes longer than its lease is left to its process', async () => {
  let attempts = 0;
  const pay = payment(
    async () => {
      attempts++;
      const first = await callOf(pay);
      const isRenewed = async () =>
        ((await callOf(pay))?.dueAt ?? 0) > (first?.dueAt ?? Number.POSITIVE_INFINITY);
      await waitUntil(isRenewed, { what: 'the lease to be renewed', timeoutMs: 30_000 });
      return 'paid';
    },
    { leaseMs: 4_000 },
  );
  startLoop(pay);
  expect(await pay({ order: 7 }, { key })).toBe('paid');
  expect([attempts, (await callOf(pay))?.state]).toEqual([1, 'succeeded']);
});

test('an attempt that takes too long fails, whether or not it heeds its signal', async () => {
  const pay = payment(() => new Promise(() => {}), { timeoutMs: 20, firstDelayMs: 60_000 });
  const error = await caught(pay({ order: 7 }, { key }));
  expect(error).toBeInstanceOf(RetryLaterError);
  expect(await callOf(pay)).toMatchObject({ state: 'waiting', message: 'took longer than 20 ms' });
});

test('a worker that is told to stop hands its calls over, at no attempt', async () => {
  let begun = 0;
  const pay = payment(() => new Promise(() => void begun++), { max: 0 });
  await database.transaction((tx) => pay.afterCommit(tx, { order: 7 }, { key }));
  const { close } = startLoop(pay);
  await waitUntil(async () => begun === 1, { what: 'the call to begin' });
  await close(0);
  const call = await until(pay, 'waiting');
  expect(await ledger.attemptsOf(call.id)).toMatchObject([{ outcome: 'handed_back' }]);
  const other = startLoop(pay);
  await waitUntil(async () => begun === 2, { what: 'another worker to take it' });
  await other.close(0);
});

test('many calls are shared by several workers, each run once', async () => {
  const keys: string[] = [];
  const pay = payment(async (_params, context) => {
    await database.query('SELECT 1');
    keys.push(context.key);
    return 'paid';
  });
  const all = Array.from({ length: 100 }, (_, i) => `order-${i}`);
  await database.transaction(async (tx) => {
    for (const one of all) await pay.afterCommit(tx, { order: 1 }, { key: one });
  });
  for (let i = 0; i < 3; i++) startLoop(pay);
  await waitUntil(async () => keys.length >= all.length, { what: 'all calls', timeoutMs: 30_000 });
  expect(keys.sort()).toEqual(all.sort());
});

test('nothing runs that could not be recorded, or whose params are not right', async () => {
  let runs = 0;
  const pay = payment(() => `${++runs}`);
  const away = postgres('postgres://nobody@127.0.0.1:1/none');
  pay.executor.open(away);
  await expect(pay({ order: 7 }, { key })).rejects.toThrow('ECONNREFUSED');
  pay.executor.open(database);
  const wrong: [unknown, string][] = [
    [{ order: 'x' }, 'params of pay-'],
    [{ order: 1, colour: 'red' }, 'Unrecognized key'],
    [{ order: 1, token: 'x'.repeat(70_000) }, 'bytes of JSON'],
  ];
  for (const [params, message] of wrong)
    await expect(pay(params as Payment, { key })).rejects.toThrow(message);
  await expect(pay({ order: 1 }, { key: '' })).rejects.toThrow('key must be a text');
  expect([runs, await callOf(pay)]).toEqual([0, undefined]);
  await away.close();
});

test('a retryable that no business loaded says what is missing', async () => {
  const pay = retryable('lonely', () => 'paid', { params: Payment });
  await expect(pay({ order: 1 }, { key })).rejects.toThrow('executors/retryables/');
});
