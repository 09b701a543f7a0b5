import { readdir, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { defineExport } from '@longshore/executors';
import { attemptFileKey, connectRedis, uploadKey } from '@longshore/tasks';
import { afterAll, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { sweepFiles } from './file-sweeper.js';

const LEDGER_TTL_MS = 60_000;
const LONG_AGO = new Date('2010-11-10T23:32:13Z');
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
const DAY_MS = 24 * 3_600_000;
const OLD_MS = DAY_MS + 60_000;

/** An id that no record has, made so long ago. */
function unknown({ ageMs = OLD_MS } = {}): string {
  const madeAt = (Date.now() - ageMs).toString(16).padStart(12, '0');
  const id = services.tasks.newTaskId('nobody');
  return `${madeAt.slice(0, 8)}-${madeAt.slice(8)}${id.slice(13)}`;
}

/** Stores a file to which the store gives a date of 2010. */
async function stored(key: string): Promise<string> {
  await services.store.put(key, Readable.from(['x']));
  await utimes(join(services.directory, key), LONG_AGO, LONG_AGO);
  return key;
}

/** A put of which the store has something, and which waits for the rest. */
async function underWay(key: string) {
  const source = new PassThrough();
  const put = services.store.put(key, source);
  put.catch(() => {}); // heard by the test
  source.write('x');
  const folder = join(services.directory, dirname(key));
  await expect.poll(() => readdir(folder).catch(() => [])).toHaveLength(1);
  return {
    end: () => {
      source.end();
      return put;
    },
  };
}

test('a file goes when its task has no record any more, and stays while it has one', async () => {
  const kept = [
    await stored(attemptFileKey({ taskId: await registered(), attempt: 1 }, 'result.csv')),
    await stored(uploadKey(await registered())),
  ];
  await stored(attemptFileKey({ taskId: unknown(), attempt: 1 }, 'result.csv'));
  await stored(uploadKey(unknown()));
  await sweepFiles({ ledgerTtlMs: LEDGER_TTL_MS, services });
  expect((await services.storedKeys()).sort()).toEqual(kept.sort());
});

test('a file without a record stays while its id is young, whatever date the store gives', async () => {
  const key = await stored(uploadKey(unknown({ ageMs: DAY_MS - 60_000 })));
  await sweepFiles({ ledgerTtlMs: LEDGER_TTL_MS, services });
  expect(await services.storedKeys()).toEqual([key]);
});

test('an upload under way stays while its task is live or its id young, and goes with an old id', async () => {
  const live = attemptFileKey({ taskId: await registered(), attempt: 1 }, 'result.csv');
  const young = uploadKey(unknown({ ageMs: 0 }));
  const [first, second, third] = [
    await underWay(live),
    await underWay(young),
    await underWay(uploadKey(unknown())),
  ];
  await sweepFiles({ ledgerTtlMs: LEDGER_TTL_MS, services });
  await first.end();
  await second.end();
  await expect(third.end()).rejects.toMatchObject({ code: 'store_unavailable' });
  expect((await services.storedKeys()).sort()).toEqual([live, young].sort());
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
