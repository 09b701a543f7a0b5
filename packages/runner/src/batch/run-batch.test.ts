/** Batches on real PostgreSQL and Redis: each test has the table for itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import { byPriority, defineBatch, type ProcessContext } from '@longshore/executors';
import { waitUntil } from '@longshore/infra';
import { sql } from '@longshore/postgres';
import { AttemptStop, connectRedis, type NewBatch, type Task } from '@longshore/tasks';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';
import { runHelper } from './run-helper.js';

const title = { en: 'Things', zh: '物' };
const never = new AbortController().signal;
const Thing = z.object({ id: z.int(), customer: z.int(), amount: z.number().nullable() });
type Thing = z.output<typeof Thing>;
type Act = (
  things: readonly Thing[],
  context: Pick<ProcessContext, 'tx' | 'tries' | 'signal'>,
) => Promise<readonly ({ key: number } & ({ result: { fee: number } } | Refused))[] | undefined>;
interface Refused {
  readonly code: string;
  readonly message: { readonly en: string; readonly zh: string };
}

/** Set by each test: what a page does before its records are written down. */
let act: Act = async () => undefined;

const SOURCE = {
  table: 'things',
  key: 'id',
  state: 'state',
  remark: 'remark',
  batchNo: 'batch_no',
} as const;
const common = { title, row: Thing, source: SOURCE, pageRows: 10 } as const;
const process: Act = async (things, context) => {
  const outcomes = await act(things, context);
  for (const { id, customer } of things)
    await context.tx.query('INSERT INTO done (id, customer) VALUES ($1, $2)', [id, customer]);
  return outcomes;
};
const fee = z.object({ fee: z.number() });
const things = defineBatch({ ...common, type: 'things', results: fee, process });
const lanes = defineBatch({ ...common, type: 'lanes', results: fee, parallel: 3, process });
const ordered = defineBatch({
  ...common,
  type: 'ordered',
  results: fee,
  orderBy: 'customer',
  parallel: 2,
  process,
});
const three = defineBatch({
  ...common,
  type: 'three',
  source: { ...SOURCE, flags: 'three' },
  maxTries: 1,
  each: async ({ id }) => {
    if (id === 2) throw new Error('no answer');
  },
});
const urgent = defineBatch({
  ...common,
  type: 'urgent',
  results: fee,
  dispatch: byPriority(() => [sql`amount > ${15}`, sql`customer = 0`]),
  process,
});
let throttled = 0;
const slow = defineBatch({
  ...common,
  type: 'slow',
  each: () => undefined,
  throttle: async ({ db }) => {
    const [row] = await db.query<{ ms: number }>('SELECT 30 AS ms');
    throttled += 1;
    return row?.ms ?? 0;
  },
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([things, lanes, ordered, three, slow, urgent]);
  await services.database.query(`
    CREATE TABLE things (
      id bigint PRIMARY KEY, customer integer NOT NULL, amount numeric, batch_no text,
      state smallint NOT NULL DEFAULT 0, remark varchar(20), fee numeric
    )`);
  await services.database.query(
    'CREATE TABLE done (id bigint PRIMARY KEY, customer integer NOT NULL, position serial)',
  );
});
afterAll(() => services?.close());
beforeEach(async () => {
  act = async () => undefined;
  await services.database.query('TRUNCATE things, done');
});

const fill = (records: number) =>
  services.database.query(
    `INSERT INTO things (id, customer, amount, batch_no)
     SELECT n, n % 3, n, CASE WHEN n % 2 = 0 THEN 'even' ELSE 'odd' END FROM generate_series(1, $1::int) AS n`,
    [records],
  );
const register = (type: string, wish: Partial<Pick<NewBatch, 'batchNo' | 'only'>> = {}) =>
  services.register({ kind: 'batch', type, params: {}, batchNo: null, only: null, ...wish });
const run = ({ taskId }: Task, signal = never) =>
  runAttempt({ taskId, worker: 'test', signal }, services);
const recordOf = async ({ taskId }: Task) => {
  const record = await services.tasks.record(taskId);
  if (record === null) throw new Error('no record');
  return record;
};
/** Ids by state. */
async function states(): Promise<Record<string, number[]>> {
  const rows = await services.database.query<{ state: number; ids: number[] }>(
    'SELECT state, array_agg(id::int ORDER BY id) AS ids FROM things GROUP BY state',
  );
  return Object.fromEntries(rows.map(({ state, ids }) => [state, ids]));
}
const remarkOf = async (id: number) =>
  (
    await services.database.query<{ remark: string | null }>(
      'SELECT remark FROM things WHERE id = $1',
      [id],
    )
  )[0]?.remark;
const doneIds = async () =>
  (await services.database.query<{ id: number }>('SELECT id FROM done ORDER BY position')).map(
    ({ id }) => id,
  );
/** A promise, and what resolves it. */
function gate(): readonly [Promise<void>, () => void] {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [opened, open];
}
/** As when Redis is started again without its data. */
async function forget({ taskId }: Task): Promise<void> {
  const redis = await connectRedis(inject('redisUrl'), { role: 'worker' });
  for (const key of await redis.keys(`*:${taskId}`)) await redis.del(key);
  redis.disconnect();
  expect(await services.tasks.record(taskId)).toBeNull();
}
async function someoneWaits(): Promise<boolean> {
  const waiting = await services.database.query(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return waiting.length > 0;
}
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

async function ended(type: string, wish?: Parameters<typeof register>[1]) {
  const task = await register(type, wish);
  expect(await run(task)).toBe('done');
  return recordOf(task);
}

test('each record is processed once, and its flag says so', async () => {
  await fill(25);
  act = async (page) => page.map(({ id }) => ({ key: id, result: { fee: id / 2 } }));
  expect(await ended('things')).toMatchObject({
    phase: 'succeeded',
    counts: { total: 25, succeeded: 25, failed: 0, unprocessed: 0, exceptions: 0 },
  });
  expect(await doneIds()).toEqual(upTo(25));
  expect(await states()).toEqual({ 2: upTo(25) });
  const [sum] = await services.database.query<{ fees: number }>(
    'SELECT sum(fee)::float AS fees FROM things',
  );
  expect(sum?.fees).toBe((25 * 26) / 4);
});

test('a batch without records is done', async () => {
  expect(await ended('lanes')).toMatchObject({ phase: 'succeeded', counts: { total: 0 } });
});

test('only the records of one batch number are taken', async () => {
  await fill(6);
  expect(await ended('things', { batchNo: 'even' })).toMatchObject({ counts: { total: 3 } });
  expect(await states()).toEqual({ 0: [1, 3, 5], 2: [2, 4, 6] });
});

test('a record that throws costs no other record, and is tried again until it heals', async () => {
  await fill(10);
  act = async (page, { tries }) => {
    if (page.some(({ id }) => id === 7 && tries(id) < 2)) throw new Error('no answer in time');
  };
  expect(await ended('things')).toMatchObject({
    phase: 'succeeded',
    counts: { succeeded: 10, exceptions: 0 },
  });
  expect(await doneIds()).toEqual([1, 2, 3, 4, 5, 6, 8, 9, 10, 7]);
});

test('a record that never heals stays at exception, with its remark cut to the column', async () => {
  await fill(4);
  const answer = `no answer from the service of the rates: ${'x'.repeat(50)}`;
  act = async (page) => {
    if (page.some(({ id }) => id === 2)) throw new Error(answer);
  };
  expect(await ended('things')).toMatchObject({
    phase: 'partial',
    counts: { total: 4, succeeded: 3, failed: 1, unprocessed: 0, exceptions: 1 },
  });
  expect(await states()).toEqual({ 2: [1, 3, 4], 3: [2] });
  expect(await remarkOf(2)).toBe(`${answer.slice(0, 19)}…`);
});

test('what the database refuses is an exception of that record', async () => {
  await fill(4);
  await services.database.query('INSERT INTO done VALUES (3, 0)');
  expect(await ended('things')).toMatchObject({ counts: { succeeded: 3, exceptions: 1 } });
  expect(await remarkOf(3)).toMatch(/^exists already/);
});

const NO: Refused = { code: 'no', message: { en: 'is closed', zh: '已关闭' } };

test('a no of the business is a failure, which only a person has processed again', async () => {
  await fill(4);
  let calls = 0;
  act = async (page) => {
    calls += 1;
    return page.filter(({ id }) => id === 3).map(({ id }) => ({ key: id, ...NO }));
  };
  expect(await ended('things')).toMatchObject({
    phase: 'partial',
    counts: { total: 4, succeeded: 3, failed: 1, exceptions: 0 },
  });
  expect([calls, await remarkOf(3), await states()]).toEqual([
    1,
    'is closed',
    { 2: [1, 2, 4], 4: [3] },
  ]);
  await services.database.query('DELETE FROM done WHERE id = 3');
  act = async () => undefined;
  expect(await ended('things')).toMatchObject({ counts: { total: 0 } });
  expect(await ended('things', { only: { ids: ['1', '3'] } })).toMatchObject({
    phase: 'succeeded',
    counts: { total: 1, succeeded: 1 },
  });
  expect([await states(), await remarkOf(3)]).toEqual([{ 2: upTo(4) }, null]);
});

test('all that failed are processed again by hand', async () => {
  await fill(6);
  act = async (page) => {
    if (page.some(({ id }) => id === 2)) throw new Error('away');
    return page.filter(({ id }) => id === 3).map(({ id }) => ({ key: id, ...NO }));
  };
  await ended('things');
  await services.database.query('DELETE FROM done WHERE id = 3');
  act = async () => undefined;
  expect(await ended('things', { only: 'failed' })).toMatchObject({
    counts: { total: 2, succeeded: 2, failed: 0 },
  });
  expect(await states()).toEqual({ 2: upTo(6) });
});

test('without a flag for exceptions a record that is given up is a failure', async () => {
  await fill(3);
  expect(await ended('three')).toMatchObject({ phase: 'partial', counts: { failed: 1 } });
  expect(await states()).toEqual({ 1: [1, 3], 2: [2] });
});

test('later records of a key wait for an exception of the key, in their order', async () => {
  await fill(30);
  act = async (page, { tries }) => {
    if (page.some(({ id }) => id === 4 && tries(id) === 0)) throw new Error('no answer');
  };
  expect(await ended('ordered')).toMatchObject({ phase: 'succeeded', counts: { succeeded: 30 } });
  const done = await services.database.query<{ customer: number; ids: number[] }>(
    'SELECT customer, array_agg(id::int ORDER BY position) AS ids FROM done GROUP BY customer',
  );
  for (const { ids } of done) expect(ids).toEqual([...ids].sort((a, b) => a - b));
  const ids = await doneIds();
  expect(ids.indexOf(4)).toBeGreaterThan(ids.indexOf(30));
});

test('records behind a key that never heals stay new, which a notice tells', async () => {
  await fill(9);
  act = async (page) => {
    if (page.some(({ id }) => id === 4)) throw new Error('no answer');
  };
  expect(await ended('ordered')).toMatchObject({
    phase: 'partial',
    counts: { total: 9, succeeded: 7, failed: 1, unprocessed: 1 },
    notices: [{ code: 'batch_index_missing' }, { code: 'records_left', values: { count: 1 } }],
  });
  expect(await states()).toMatchObject({ 0: [7], 3: [4] });
});

test('a second ordered batch of the type is refused while the first lives, and not after its end', async () => {
  await fill(4);
  const first = await register('ordered');
  const { taskId } = first;
  let refused: unknown;
  act = async () => {
    act = async () => undefined;
    const second = await register('ordered');
    await run(second);
    refused = await recordOf(second);
    return undefined;
  };
  await run(first);
  expect(refused).toMatchObject({
    phase: 'failed',
    error: { code: 'batch_held', values: { taskId, type: 'ordered' } },
  });
  expect(await recordOf(first)).toMatchObject({ phase: 'succeeded' });
  expect(await ended('ordered')).toMatchObject({ phase: 'succeeded' });
});

test('an ordered batch of which Redis lost all ends with its page, and the next one goes on', async () => {
  await fill(60);
  const first = await register('ordered');
  const [began, begin] = gate();
  const [held, letGo] = gate();
  act = async () => {
    act = async () => undefined;
    begin();
    await held;
    return undefined;
  };
  const firstRun = run(first);
  await began;
  await forget(first);
  const second = await register('ordered');
  const secondRun = run(second);
  await waitUntil(someoneWaits, { what: 'the second to wait for the page of the first' });
  letGo();
  expect(await Promise.all([firstRun, secondRun])).toEqual(['done', 'done']);
  const { phase, counts } = await recordOf(second);
  expect([phase, counts.unprocessed]).toEqual(['succeeded', 0]);
  expect(await states()).toEqual({ 2: upTo(60) });
  const done = await doneIds(); // its primary key refuses a record that is worked twice
  for (const customer of [0, 1, 2]) {
    const own = done.filter((id) => id % 3 === customer);
    expect(own).toEqual(own.toSorted((a, b) => a - b));
  }
});

test('an outage of the database is no fault of a record: the run is broken off, and goes on', async () => {
  await fill(20);
  let outages = 0;
  act = async (page) => {
    if (page.some(({ id }) => id === 15) && outages++ === 0)
      throw Object.assign(new Error('shutting down'), { severity: 'FATAL', code: '57P01' });
  };
  const task = await register('things');
  expect(await run(task)).toMatchObject({ retryInMs: expect.any(Number) });
  expect(await states()).toEqual({ 0: upTo(20).slice(10), 2: upTo(10) });
  expect(await recordOf(task)).toMatchObject({ phase: 'retrying', counts: { succeeded: 10 } });
  expect(await run(task)).toBe('done');
  expect(await recordOf(task)).toMatchObject({ phase: 'succeeded', counts: { succeeded: 20 } });
  expect(await doneIds()).toEqual(upTo(20));
});

test('a page that the database undid for a deadlock is worked on again by the same attempt', async () => {
  await fill(20);
  await services.database.query(`
    CREATE SEQUENCE commits;
    CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('commits') <= 2 THEN
        RAISE EXCEPTION 'deadlock detected' USING ERRCODE = 'deadlock_detected';
      END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER lose AFTER INSERT ON done DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION lose()`);
  try {
    expect(await ended('things')).toMatchObject({ phase: 'succeeded', attempt: 1 });
    expect(await doneIds()).toEqual(upTo(20));
  } finally {
    await services.database.query(
      'DROP TRIGGER lose ON done; DROP FUNCTION lose; DROP SEQUENCE commits',
    );
  }
});

test('the most urgent records are worked first, as the dispatch policy says', async () => {
  await fill(20);
  expect(await ended('urgent')).toMatchObject({ phase: 'succeeded', counts: { succeeded: 20 } });
  const ids = await doneIds();
  const rest = [1, 2, 4, 5, 7, 8, 10, 11, 13, 14];
  expect(ids).toEqual([16, 17, 18, 19, 20, 3, 6, 9, 12, 15, ...rest]);
});

test('a deadlock inside of process is no fault of a record', async () => {
  await fill(20);
  let deadlocks = 0;
  act = async (page, { tx }) => {
    if (page.some(({ id }) => id === 15) && deadlocks++ === 0)
      await tx.query(
        `DO $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = 'deadlock_detected'; END $$`,
      );
  };
  expect(await ended('things')).toMatchObject({ phase: 'succeeded', attempt: 1 });
  expect(deadlocks).toBe(2);
  expect(await doneIds()).toEqual(upTo(20));
});

test('a column of another type ends the task with a sentence, and changes no record', async () => {
  await fill(3);
  await services.database.query('ALTER TABLE things ALTER amount TYPE text');
  try {
    expect(await ended('things')).toMatchObject({
      phase: 'failed',
      error: { code: 'batch_row_misfits', values: { table: 'things', column: 'amount' } },
    });
    expect(await states()).toEqual({ 0: upTo(3) });
  } finally {
    await services.database.query(
      'ALTER TABLE things ALTER amount TYPE numeric USING amount::numeric',
    );
  }
});

test.each([
  {
    what: 'a flag that is none of the batch',
    breaks: 'UPDATE things SET state = 9 WHERE id = 2',
    mends: 'UPDATE things SET state = 0',
    code: 'batch_flag_unknown',
    values: { table: 'things', column: 'state', value: '9' },
  },
  {
    what: 'a table without a column',
    breaks: 'ALTER TABLE things RENAME customer TO client',
    mends: 'ALTER TABLE things RENAME client TO customer',
    code: 'batch_column_missing',
    values: { table: 'things', column: 'customer' },
  },
  {
    what: 'a key that may be null',
    breaks: 'ALTER TABLE things DROP CONSTRAINT things_pkey, ALTER id DROP NOT NULL',
    mends: 'ALTER TABLE things ADD PRIMARY KEY (id)',
    code: 'batch_key_nullable',
    values: { table: 'things', column: 'id' },
  },
])('$what ends the task with a sentence, and changes no record', async (bad) => {
  await fill(3);
  await services.database.query(bad.breaks);
  const { phase, error, attempt } = await ended('things');
  await services.database.query(bad.mends);
  expect(phase).toBe('failed');
  expect(error).toMatchObject({ code: bad.code, values: bad.values });
  for (const value of Object.values(bad.values)) expect(error?.message).toContain(value);
  expect([attempt, error?.stack]).toEqual([1, undefined]);
  expect(await states()).toEqual({ 0: upTo(3) });
  expect(await ended('things')).toMatchObject({ phase: 'succeeded' });
});

test('a column that changes between pages ends the task, and what was done stays done', async () => {
  await fill(25);
  act = async (_, { tx }) => {
    act = async () => undefined;
    await tx.query('ALTER TABLE things ALTER amount TYPE text');
    return undefined;
  };
  const { phase, error, counts } = await ended('things');
  await services.database.query(
    'ALTER TABLE things ALTER amount TYPE numeric USING amount::numeric',
  );
  expect(phase).toBe('failed');
  expect(error?.message).toBe(
    'The column amount of things was numeric when the batch began, and is text now.',
  );
  expect(counts).toMatchObject({ total: 25, succeeded: 10, failed: 0, unprocessed: 15 });
  expect(await doneIds()).toEqual(upTo(10));
  expect(await ended('things')).toMatchObject({ counts: { total: 15, succeeded: 15 } });
});

test('a record that breaks a rule of the schema has failed, with the rule as its remark', async () => {
  await fill(3);
  await services.database.query('ALTER TABLE things ALTER customer DROP NOT NULL');
  await services.database.query('UPDATE things SET customer = NULL WHERE id = 2');
  expect(await ended('things')).toMatchObject({ counts: { succeeded: 2, failed: 1 } });
  expect(await states()).toEqual({ 2: [1, 3], 4: [2] });
  expect(await remarkOf(2)).toBe('customer: required');
  await services.database.query('DELETE FROM things WHERE customer IS NULL');
  await services.database.query('ALTER TABLE things ALTER customer SET NOT NULL');
});

test('lanes that no helper takes are worked on by the lead', async () => {
  await fill(100);
  expect(await ended('lanes')).toMatchObject({ phase: 'succeeded', counts: { succeeded: 100 } });
  expect((await doneIds()).sort((a, b) => a - b)).toEqual(upTo(100));
});

test('helpers and lead never process a record twice, whoever takes a lane from whom', async () => {
  await fill(300);
  act = async () => void (await sleep(Math.random() * 5));
  const task = await register('lanes');
  const leading = run(task);
  const helping = [1, 2, 1, 2].map(async (lane, i) => {
    await sleep(i * 60);
    return runHelper({ taskId: task.taskId, lane, signal: never }, services);
  });
  expect(await Promise.all([leading, ...helping])).toEqual(Array(5).fill('done'));
  expect(await recordOf(task)).toMatchObject({ phase: 'succeeded', counts: { succeeded: 300 } });
  expect((await doneIds()).sort((a, b) => a - b)).toEqual(upTo(300));
});

test('a helper leaves a batch alone that is paused, has ended, or is none', async () => {
  await fill(3);
  const task = await register('lanes');
  await services.tasks.pause(task.taskId);
  const help = () => runHelper({ taskId: task.taskId, lane: 1, signal: never }, services);
  expect(await help()).toBe('done');
  await services.tasks.cancel(task.taskId);
  expect(await help()).toBe('done');
  expect(await states()).toEqual({ 0: upTo(3) });
});

test('a batch that is paused and resumed goes on after its last page', async () => {
  await fill(40);
  const task = await register('things');
  const stop = new AbortController();
  act = async (page) => {
    if (page[0]?.id !== 21) return;
    await services.tasks.pause(task.taskId);
    stop.abort(new AttemptStop('paused'));
  };
  expect(await run(task, stop.signal)).toBe('done');
  expect(await recordOf(task)).toMatchObject({
    phase: 'paused',
    counts: { total: 40, succeeded: 20, unprocessed: 20 },
  });
  act = async () => undefined;
  expect(await run(task)).toBe('done'); // no claim
  await services.tasks.resume(task.taskId);
  await run(task);
  expect(await recordOf(task)).toMatchObject({ phase: 'succeeded', counts: { succeeded: 40 } });
  expect(await doneIds()).toEqual(upTo(40));
});

test('a record that somebody has locked is left, and taken once it is free', async () => {
  await fill(5);
  const [isLocked, lock] = gate();
  const [isFree, free] = gate();
  const locking = services.database.transaction(async (tx) => {
    await tx.query('SELECT FROM things WHERE id = 3 FOR UPDATE');
    lock();
    await isFree;
  });
  await isLocked;
  const running = ended('things');
  await waitUntil(async () => (await doneIds()).length === 4, { what: 'the other records' });
  free();
  await locking;
  expect(await running).toMatchObject({ phase: 'succeeded', counts: { succeeded: 5 } });
  expect(await doneIds()).toEqual([1, 2, 4, 5, 3]);
});

test('a helper that comes when the lead looks for left records takes no lane from the batch', async () => {
  await fill(30);
  const [isLocked, lock] = gate();
  const [isFree, free] = gate();
  const locking = services.database.transaction(async (tx) => {
    await tx.query('SELECT FROM things WHERE id = 15 FOR UPDATE');
    lock();
    await isFree;
  });
  await isLocked;
  const task = await register('lanes');
  let helping: Promise<unknown> | undefined;
  act = async (page) => {
    if (!page.some(({ id }) => id === 15)) return;
    const lane = 1;
    helping = runHelper({ taskId: task.taskId, lane, signal: never }, services);
    await waitUntil(isLaneAwaited, { what: 'the helper to wait for the lane' });
  };
  const leading = run(task);
  await waitUntil(async () => (await openLanes(task)) === 0, { what: 'the ends of the lanes' });
  free();
  await locking;
  expect([await leading, await helping]).toEqual(['done', 'done']);
  expect(await recordOf(task)).toMatchObject({ phase: 'succeeded', counts: { succeeded: 30 } });
  expect((await doneIds()).sort((a, b) => a - b)).toEqual(upTo(30));
});

const isLaneAwaited = async () =>
  (
    await services.database.query(
      `SELECT 1 FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%batch_lane%'`,
    )
  ).length > 0;
const openLanes = async ({ taskId }: Task) =>
  (await services.business.database.batchState(taskId))?.lanes.filter(
    ({ standing }) => standing !== 'ended',
  ).length;

test('a throttle waits between pages', async () => {
  await fill(30);
  const startedAt = performance.now();
  await ended('slow');
  expect(throttled).toBeGreaterThanOrEqual(2);
  expect(performance.now() - startedAt).toBeGreaterThan(throttled * 29);
});
