/**
 * A table of things, the batch types that work on it, and the acts that most tests of batches begin
 * with: on real PostgreSQL and Redis. Each test has the table for itself.
 */
import { byPriority, defineBatch, type ProcessContext } from '@longshore/executors';
import { sql } from '@longshore/postgres';
import { connectRedis, type NewBatch, type Task, type TaskRecord } from '@longshore/tasks';
import { afterAll, beforeAll, beforeEach, expect, inject } from 'vitest';
import * as z from 'zod';
import { runAttempt } from '../src/run-attempt.js';
import { startServices, type TestServices } from './start-services.js';

const title = { en: 'Things', zh: '物' };
export const never = new AbortController().signal;
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

/** A no of the business. */
export const NO: Refused = { code: 'no', message: { en: 'is closed', zh: '已关闭' } };

const SOURCE = {
  table: 'things',
  key: 'id',
  state: 'state',
  remark: 'remark',
  batchNo: 'batch_no',
} as const;
const common = { title, row: Thing, source: SOURCE, pageRows: 10 } as const;

type Wish = Partial<Pick<NewBatch, 'batchNo' | 'only'>>;

interface ThingsBatch {
  readonly services: TestServices;
  /** What a page does before its records are written down; nothing when a test begins. */
  act: Act;
  /** How often the throttle was asked. */
  readonly throttled: number;
  fill(records: number): Promise<unknown>;
  register(type: string, wish?: Wish): Promise<Task>;
  run(task: Pick<Task, 'taskId'>, signal?: AbortSignal): ReturnType<typeof runAttempt>;
  recordOf(task: Pick<Task, 'taskId'>): Promise<TaskRecord>;
  /** Registers, runs to the end, and gives the record. */
  ended(type: string, wish?: Wish): Promise<TaskRecord>;
  /** Ids by state. */
  states(): Promise<Record<string, number[]>>;
  remarkOf(id: number): Promise<string | null | undefined>;
  /** In the order in which they were done. */
  doneIds(): Promise<number[]>;
  /** As when Redis is started again without its data. */
  forget(task: Task): Promise<void>;
}

/** Sets the table up for the tests of one file. */
export function thingsBatch(): ThingsBatch {
  let act: Act = async () => undefined;
  let throttled = 0;
  let services: TestServices;
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
  const register = (type: string, wish: Wish = {}) =>
    services.register({ kind: 'batch', type, params: {}, batchNo: null, only: null, ...wish });
  const run = ({ taskId }: Task, signal = never) =>
    runAttempt({ taskId, worker: 'test', signal }, services);
  const recordOf = async ({ taskId }: Task) => {
    const record = await services.tasks.record(taskId);
    if (record === null) throw new Error('no record');
    return record;
  };
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
  async function forget({ taskId }: Task): Promise<void> {
    const redis = await connectRedis(inject('redisUrl'), { role: 'worker' });
    for (const key of await redis.keys(`*:${taskId}`)) await redis.del(key);
    redis.disconnect();
    expect(await services.tasks.record(taskId)).toBeNull();
  }
  async function ended(type: string, wish?: Wish) {
    const task = await register(type, wish);
    expect(await run(task)).toBe('done');
    return recordOf(task);
  }
  return {
    get services() {
      return services;
    },
    get act() {
      return act;
    },
    set act(next) {
      act = next;
    },
    get throttled() {
      return throttled;
    },
    fill,
    register,
    run,
    recordOf,
    ended,
    states,
    remarkOf,
    doneIds,
    forget,
  };
}

export const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

/** A promise, and what resolves it. */
export function gate(): readonly [Promise<void>, () => void] {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [opened, open];
}
