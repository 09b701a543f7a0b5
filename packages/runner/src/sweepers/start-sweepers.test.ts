import { Readable } from 'node:stream';
import { defineImport } from '@longshore/executors';
import { attemptFileKey } from '@longshore/tasks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { settleExpired } from './start-sweepers.js';

const things = defineImport({
  type: 'things',
  title: { en: 'Things', zh: '物' },
  row: z.object({ name: z.string() }),
  save: () => undefined,
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([things]);
});
afterAll(() => services?.close());

test('an expired task leaves no file of its attempts, and none of them may write any more', async () => {
  const { tasks, store, database } = services;
  const upload = { key: 'uploads/x/original', name: 'a.csv', sizeBytes: 1 };
  const { taskId } = await services.register({
    kind: 'import',
    type: 'things',
    options: {},
    upload,
  });
  for (const worker of ['a', 'b']) await tasks.claim(taskId, worker);
  const run = { taskId, attempt: 2 };
  await database.openRun(run);
  for (const attempt of [1, 2])
    await store.put(attemptFileKey({ taskId, attempt }, 'issues.xlsx'), Readable.from(['x']));

  const record = await tasks.record(taskId);
  if (record === null) throw new Error('unreachable: it was just registered');
  await settleExpired(record, services);

  expect((await services.storedKeys()).filter((key) => key.includes(taskId))).toEqual([]);
  await expect(database.openRun(run)).rejects.toThrow('fenced off');
});
