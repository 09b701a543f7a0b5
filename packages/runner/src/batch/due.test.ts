/** A batch that says when its records were due, on real PostgreSQL and Redis. */
import { defineBatch } from '@longshore/executors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';

const DAY_MS = 86_400_000;
const dues = defineBatch({
  type: 'dues',
  title: { en: 'Dues', zh: '到期款' },
  row: z.object({ id: z.int(), due_day: z.int().nullable() }),
  source: { table: 'dues', key: 'id', state: 'state' },
  due: ({ due_day }) => (due_day === null ? null : new Date(due_day * DAY_MS)),
  each: ({ id }) => (id === 2 ? { code: 'no', message: 'no money' } : undefined),
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([dues]);
  await services.database.query(
    'CREATE TABLE dues (id bigint PRIMARY KEY, due_day int, state smallint NOT NULL DEFAULT 0)',
  );
});
afterAll(() => services?.close());

test('statistics tell how long after that they were done', async () => {
  const today = Math.floor(Date.now() / DAY_MS);
  await services.database.query(
    `INSERT INTO dues (id, due_day) VALUES (1, ${today - 10}), (2, ${today - 10}), (3, NULL)`,
  );
  const asked = { kind: 'batch', type: 'dues', params: {}, batchNo: null, only: null } as const;
  const { taskId } = await services.register(asked);
  const signal = new AbortController().signal;
  expect(await runAttempt({ taskId, worker: 'test', signal }, services)).toBe('done');
  const [day] = await services.database.batchStatistics('dues', 1);
  expect(day).toMatchObject({ succeeded: 2, failed: 1 });
  for (const delayMs of [day?.delayP50Ms, day?.delayP99Ms]) {
    expect(delayMs).toBeGreaterThan(9 * DAY_MS);
    expect(delayMs).toBeLessThan(12 * DAY_MS);
  }
});
