import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { defineExport } from '@longshore/executors';
import { attemptFileKey, connectRedis, uploadKey } from '@longshore/tasks';
import { afterAll, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { sweepFiles } from './file-sweeper.js';

const LEDGER_TTL_MS = 60_000;
const things = defineExport({
  type: 'things',
  title: { en: 'Things', zh: '物' },
  row: z.object({ name: z.string() }),
  async *rows() {},
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([things]);
});
afterAll(() => services?.close());
beforeEach(async () => {
  for (const root of ['results', 'uploads', 'other']) await services.store.removeAll(root);
});

const registered = async () =>
  (
    await services.register({
      kind: 'export',
      type: 'things',
      params: {},
      format: 'csv',
      fileName: null,
    })
  ).taskId;
const unknown = () => services.tasks.newTaskId('nobody');

/** Stores a file that is two minutes old, unless it is said to be young. */
async function stored(key: string, { young = false } = {}): Promise<string> {
  await services.store.put(key, Readable.from(['x']));
  const at = new Date(Date.now() - (young ? 0 : 2 * LEDGER_TTL_MS));
  await utimes(join(services.directory, key), at, at);
  return key;
}

test('an old file goes when its task has no record any more, and stays while it has one', async () => {
  const kept = [
    await stored(attemptFileKey({ taskId: await registered(), attempt: 1 }, 'result.csv')),
    await stored(uploadKey(await registered())),
  ];
  await stored(attemptFileKey({ taskId: unknown(), attempt: 1 }, 'result.csv'));
  await stored(uploadKey(unknown()));
  await sweepFiles({ ledgerTtlMs: LEDGER_TTL_MS, services });
  expect((await services.storedKeys()).sort()).toEqual(kept.sort());
});

test('a young file stays, for its record may be on its way', async () => {
  const key = await stored(uploadKey(unknown()), { young: true });
  await sweepFiles({ ledgerTtlMs: LEDGER_TTL_MS, services });
  expect(await services.storedKeys()).toEqual([key]);
});

test('a record that cannot be read keeps its files, and is set aside once', async () => {
  const taskId = await registered();
  const bucket = Number.parseInt(taskId.slice(-2), 16) % 64;
  const redis = await connectRedis(inject('redisUrl'), { role: 'worker' });
  await redis.hset(`longshore:{b${bucket}}:record:${taskId}`, 'params', '{"half a value');
  redis.disconnect();
  const kept = await stored(uploadKey(taskId));
  await stored(uploadKey(unknown()));
  const onSetAside = vi.fn();
  for (let round = 0; round < 2; round++)
    await sweepFiles({ ledgerTtlMs: LEDGER_TTL_MS, services, onSetAside });
  expect(await services.storedKeys()).toEqual([kept]);
  expect(onSetAside).toHaveBeenCalledTimes(1);
});

test('a file that is not of a task stays', async () => {
  const key = await stored('other/a-file');
  await sweepFiles({ ledgerTtlMs: LEDGER_TTL_MS, services });
  expect(await services.store.stat(key)).not.toBeNull();
});

test('the traces of ended runs go from the database when they are older than any record', async () => {
  const { database } = services;
  const [old, recent] = [unknown(), unknown()];
  for (const taskId of [old, recent]) await database.openRun({ taskId, attempt: 1 });
  await database.query(
    `UPDATE longshore.run SET updated_at = now() - interval '3 days' WHERE task_id = $1`,
    [old],
  );
  await sweepFiles({ ledgerTtlMs: LEDGER_TTL_MS, services });
  expect(await database.query('SELECT task_id FROM longshore.run')).toEqual([{ task_id: recent }]);
});
