/** An upload that is saved and then worked on by a batch, on real PostgreSQL, Redis and a store. */
import { Readable } from 'node:stream';
import { defineBatch, defineImport, plainCaller, type TaskCaller } from '@longshore/executors';
import { insertMany } from '@longshore/postgres';
import type { Task } from '@longshore/tasks';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';

const Bill = z.object({ id: z.int(), amount: z.number() });
const title = { en: 'Bills', zh: '账单' };
const upload = defineImport({
  type: 'bills',
  title,
  row: Bill,
  save: (rows, { tx }) => insertMany(tx, { table: 'bills', rows: rows.map(({ value }) => value) }),
  thenBatch: 'settle',
});
const settle = defineBatch({
  type: 'settle',
  title,
  row: Bill,
  source: { table: 'bills', key: 'id', state: 'state' },
  each: () => undefined,
});

/** Only bosses may start it; who is no clerk either does not even see it. */
const closed = defineBatch({
  type: 'closed',
  title,
  row: Bill,
  source: { table: 'bills', key: 'id', state: 'state' },
  each: () => undefined,
  allow: ({ role }, action) => role === 'boss' || (role === 'clerk' && action === 'see'),
});
const closedUpload = defineImport({
  type: 'closed-bills',
  title,
  row: Bill,
  save: (rows, { tx }) => insertMany(tx, { table: 'bills', rows: rows.map(({ value }) => value) }),
  thenBatch: 'closed',
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([upload, settle, closedUpload, closed]);
  await services.database.query(
    'CREATE TABLE bills (id bigint PRIMARY KEY, amount numeric, state smallint NOT NULL DEFAULT 0)',
  );
});
afterAll(() => services?.close());
beforeEach(() => services.database.query('TRUNCATE bills'));

let uploads = 0;
async function imported(
  text: string,
  { type = 'bills', caller }: { readonly type?: string; readonly caller?: TaskCaller } = {},
): Promise<Task> {
  const key = `uploads/${++uploads}/original`;
  const { sizeBytes } = await services.store.put(key, Readable.from([text]));
  const file = { key, name: 'bills.csv', sizeBytes };
  const given = caller === undefined ? {} : { caller };
  return services.register({ kind: 'import', type, options: {}, upload: file, ...given });
}
const run = ({ taskId }: Pick<Task, 'taskId'>) =>
  runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
const batchOf = ({ owner }: Task, type = 'settle') =>
  services.tasks.holder({ owner, kind: 'batch', type });
const noticesOf = async ({ taskId }: Task) =>
  (await services.tasks.record(taskId))?.notices.map(({ code }) => code);

test('the batch starts once the rows are saved, for the owner of the upload', async () => {
  const task = await imported('id,amount\n1,5\n2,6\n');
  await run(task);
  expect(await services.tasks.record(task.taskId)).toMatchObject({
    phase: 'succeeded',
    notices: expect.arrayContaining([{ code: 'batch_started', values: { type: 'settle' } }]),
  });
  const taskId = await batchOf(task);
  if (taskId === null) throw new Error('no batch');
  await run({ taskId });
  expect(await services.tasks.record(taskId)).toMatchObject({ counts: { succeeded: 2 } });
  expect(await services.database.query('SELECT id, state FROM bills ORDER BY id')).toEqual([
    { id: 1, state: 2 },
    { id: 2, state: 2 },
  ]);
});

test('a batch that runs already is left alone, and the import says who takes its rows', async () => {
  const task = await imported('id,amount\n3,5\n');
  const { owner, language, timeZone } = task;
  const asked = { kind: 'batch', type: 'settle', params: {}, batchNo: null, only: null } as const;
  const running = await services.tasks.register({ ...asked, owner, language, timeZone });
  if (!running.registered) throw new Error('unreachable: the first of its owner');
  await run(task);
  expect(await noticesOf(task)).toContain('batch_left_to_next');
  expect(await batchOf(task)).toBe(running.task.taskId);
});

test('an upload of which no row was saved starts no batch', async () => {
  const task = await imported('id,amount\nx,5\n');
  await run(task);
  expect(await noticesOf(task)).toEqual([]);
  expect(await batchOf(task)).toBeNull();
});

test.each(['clerk', 'guest'])(
  'a %s who may not start the batch has the rows saved, and is told who takes them',
  async (role) => {
    const caller = plainCaller('ann', role);
    const task = await imported('id,amount\n4,5\n', { type: 'closed-bills', caller });
    await run(task);
    expect(await services.tasks.record(task.taskId)).toMatchObject({
      phase: 'succeeded',
      counts: { succeeded: 1 },
      error: null,
      notices: expect.arrayContaining([{ code: 'batch_not_allowed', values: {} }]),
    });
    expect(await batchOf(task, 'closed')).toBeNull();
    expect(await services.database.query('SELECT id, state FROM bills')).toEqual([
      { id: 4, state: 0 },
    ]);
  },
);

test('who may start the batch does, and so does an import that no call registered', async () => {
  for (const given of [{ caller: plainCaller('ann', 'boss') }, {}]) {
    const task = await imported('id,amount\n5,5\n', { type: 'closed-bills', ...given });
    await run(task);
    expect(await noticesOf(task)).toContain('batch_started');
    const taskId = await batchOf(task, 'closed');
    expect((await services.tasks.find(taskId ?? ''))?.isCallerKnown).toBe('caller' in given);
    await services.database.query('TRUNCATE bills');
  }
});
