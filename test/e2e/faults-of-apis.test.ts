/** Several API processes beside each other when Redis loses its data. */
import { connectRedis } from '@longshore/tasks';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type System, startSystem } from '../support/system.js';
import { taskCalls } from '../support/task-calls.js';

let system: System;
beforeAll(async () => {
  system = await startSystem({ databaseUrl: inject('databaseUrl'), env: { SHOP_ORDERS: '50' } });
});
afterAll(() => system?.stop());

async function exportedFile(owner: string, calls = taskCalls(system.url)): Promise<string> {
  const { body } = await calls.registerExport({ type: 'orders' }, { owner });
  const { url } = await calls.finished(body.taskId, { owner });
  if (url === null) throw new Error(`task ${body.taskId} has no file`);
  return url;
}

const statusOf = async (address: string): Promise<number> => (await fetch(address)).status;

async function loseData(): Promise<void> {
  const redis = await connectRedis(system.env.REDIS_URL ?? '', { role: 'api' });
  await redis.flushall();
  redis.disconnect();
}

test('after Redis lost its data, each API serves the files of every other, restarted or not', async () => {
  const before = await exportedFile('before');
  await loseData();
  const restarted = await system.startApi();
  expect(await statusOf(restarted.url + before)).toBe(410); // the record is lost, nobody is blamed
  for (const { url } of [system, restarted]) {
    const file = await exportedFile(`after of ${url}`, taskCalls(url));
    expect(await statusOf(system.url + file)).toBe(200);
    expect(await statusOf(restarted.url + file)).toBe(200);
  }
  await restarted.process.stop();
});

test('keys of the environment open files everywhere; the first one seals, all of them open', async () => {
  const [old, young] = ['o'.repeat(32), 'y'.repeat(32)];
  const before = await system.startApi({ FILE_SIGNING_KEY: old });
  const rotated = await system.startApi({ FILE_SIGNING_KEY: `${young},${old}` });
  const after = await system.startApi({ FILE_SIGNING_KEY: young });
  const [oldFile, youngFile] = [
    await exportedFile('old', taskCalls(before.url)),
    await exportedFile('young', taskCalls(rotated.url)),
  ];
  expect(await statusOf(rotated.url + oldFile)).toBe(200);
  expect(await statusOf(after.url + youngFile)).toBe(200);
  expect(await statusOf(after.url + oldFile)).toBe(403);
  await Promise.all([before, rotated, after].map((api) => api.process.stop()));
});
