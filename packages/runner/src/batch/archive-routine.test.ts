/** Done records of a batch that a routine moves out, on real PostgreSQL and Redis. */
import { randomUUID } from 'node:crypto';
import { archiveRoutine, defineBatch } from '@longshore/executors';
import { routineTask, type Task } from '@longshore/tasks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';

const SOURCE = { table: 'bills', key: 'id', state: 'state', remark: 'remark' } as const;
const definition = {
  type: 'bills',
  title: { en: 'Bills', zh: '账单' },
  row: z.object({ id: z.int() }),
  maxTries: 1,
  each: ({ id }: { id: number }) => {
    if (id === 3) throw new Error('no answer');
    return id === 5 ? { code: 'closed', message: 'is closed' } : undefined;
  },
};
const archive = { success: 'bills_done', failure: 'bills_failed', when: 'later' } as const;
const bills = defineBatch({ ...definition, source: { ...SOURCE, archive } });

let services: TestServices;
beforeAll(async () => {
  services = await startServices([bills]);
  for (const table of ['bills', 'bills_done', 'bills_failed'])
    await services.database.query(
      `CREATE TABLE ${table} (id bigint PRIMARY KEY, state smallint NOT NULL DEFAULT 0, remark text)`,
    );
  await services.database.query('INSERT INTO bills (id) SELECT n FROM generate_series(1, 9) AS n');
});
afterAll(() => services?.close());

const run = ({ taskId }: Task) =>
  runAttempt({ taskId, worker: services.worker, signal: new AbortController().signal }, services);
const idsOf = async (table: string) =>
  (await services.database.query<{ id: number }>(`SELECT id FROM ${table} ORDER BY id`)).map(
    ({ id }) => id,
  );

test('a batch that archives later leaves its records, and the routine moves the done ones', async () => {
  await run(
    await services.register({
      kind: 'batch',
      type: 'bills',
      params: {},
      batchNo: null,
      only: null,
    }),
  );
  expect(await idsOf('bills')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);

  const { database } = services;
  const routine = archiveRoutine(bills, { database, cron: '0 3 * * *', pageRows: 2 });
  expect(routine).toMatchObject({ type: 'archive-bills', title: { zh: '账单归档' } });
  const { find } = services.business;
  const business = {
    ...services.business,
    find: ((kind, type) => (type === routine.type ? routine : find(kind, type))) as typeof find,
  };
  const due = {
    runId: `archive/${randomUUID()}`,
    type: routine.type,
    tick: Date.now(),
    instance: null,
    madeBy: 'clock',
    isCatchUp: false,
  } as const;
  await database.routines?.addRun(due);
  const { task } = routineTask(due, { timeZone: 'UTC', maxAttempts: 1 });
  const registration = await services.tasks.register(task);
  if (!registration.registered) throw new Error('unreachable: the only run');
  const { taskId } = registration.task;
  const signal = new AbortController().signal;
  await runAttempt({ taskId, worker: 'test', signal }, { ...services, business });
  expect(await services.tasks.record(taskId)).toMatchObject({ phase: 'succeeded' });
  expect(await idsOf('bills')).toEqual([3]);
  expect(await idsOf('bills_done')).toEqual([1, 2, 4, 6, 7, 8, 9]);
  expect(await idsOf('bills_failed')).toEqual([5]);
});

test('a batch that archives with its pages has no such routine', () => {
  const { database } = services;
  const { when: _, ...withPages } = archive;
  const paged = defineBatch({ ...definition, source: { ...SOURCE, archive: withPages } });
  expect(() => archiveRoutine(paged, { database, cron: '0 3 * * *' })).toThrow(/when: "later"/);
});
