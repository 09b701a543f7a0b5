import { defineExport } from '@longshore/executors';
import { AttemptStop, connectRedis, createTaskStore } from '@longshore/tasks';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../test/start-services.js';
import { startProgressReporter } from './progress-reporter.js';

const nothing = defineExport({
  type: 'nothing',
  title: { en: 'Nothing', zh: '无' },
  row: z.object({ name: z.string() }),
  async *rows() {},
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([nothing]);
});
afterAll(() => services?.close());

async function start({ remainingMs = 60_000, signal = new AbortController().signal } = {}) {
  const { tasks, parts, log } = services;
  const { taskId } = await services.register({
    kind: 'export',
    type: 'nothing',
    params: {},
    format: 'csv',
    fileName: null,
  });
  await tasks.claim(taskId, 'test');
  const run = { taskId, attempt: 1 };
  return {
    taskId,
    reporter: startProgressReporter({
      tasks,
      parts,
      run,
      remainingMs,
      signal,
      log,
      onRows: () => {},
    }),
  };
}

const reasonOf = (signal: AbortSignal) =>
  vi.waitFor(() => {
    expect(signal.reason).toBeInstanceOf(AttemptStop);
    return (signal.reason as AttemptStop).reason;
  });

test('the counts reported last are written when the reporter closes', async () => {
  const { taskId, reporter } = await start();
  reporter.report({ total: 10, succeeded: 3, failed: 1 });
  reporter.report({ total: 10, succeeded: 7, failed: 2 });
  await reporter.close();
  expect(await services.tasks.find(taskId)).toMatchObject({
    counts: { total: 10, succeeded: 7, failed: 2, unprocessed: 1 },
  });
});

test('nothing is written at the end when the settle tells the counts', async () => {
  const { taskId, reporter } = await start();
  reporter.report({ total: 10, succeeded: 3, failed: 1 });
  await reporter.close({ writes: false });
  expect(await services.tasks.find(taskId)).toMatchObject({ counts: { total: null } });
});

test('counts are written while the attempt goes on', async () => {
  const { taskId, reporter } = await start();
  reporter.report({ total: 10, succeeded: 4, failed: 0 });
  await vi.waitFor(async () =>
    expect((await services.tasks.find(taskId))?.counts).toMatchObject({ succeeded: 4 }),
  );
  await reporter.close();
});

test('the deadline aborts the attempt by the time that was left at its claim', async () => {
  const { reporter } = await start({ remainingMs: 50 });
  expect(await reasonOf(reporter.signal)).toBe('expired');
  await reporter.close();
});

test('a stop that the store answers aborts the attempt', async () => {
  const { taskId, reporter } = await start();
  await services.tasks.cancel(taskId);
  expect(await reasonOf(reporter.signal)).toBe('cancelled');
  await reporter.close();
});

test('an attempt that was told to stop writes no counts any more', async () => {
  const stop = new AbortController();
  const { taskId, reporter } = await start({ signal: stop.signal });
  reporter.report({ total: 10, succeeded: 5, failed: 0 });
  stop.abort(new AttemptStop('shutdown'));
  await reporter.close();
  expect((await services.tasks.find(taskId))?.counts).toMatchObject({ total: null, succeeded: 0 });
});

/** A reporter whose connection to Redis is closed. */
async function startCutOff(remainingMs: number) {
  const redis = await connectRedis(inject('redisUrl'), { role: 'worker' });
  const tasks = createTaskStore(redis, { ttlMs: 60_000, ledgerTtlMs: 120_000, maxAttempts: 3 });
  redis.disconnect();
  const warn = vi.fn();
  const reporter = startProgressReporter({
    onRows: () => {},
    tasks,
    parts: services.parts,
    run: { taskId: tasks.newTaskId('someone'), attempt: 1 },
    remainingMs,
    signal: new AbortController().signal,
    log: { ...services.log, warn },
  });
  return { reporter, warn };
}

test('the attempt goes on, with one warning, when its progress cannot be written', async () => {
  const { reporter, warn } = await startCutOff(60_000);
  await vi.waitFor(() => expect(warn).toHaveBeenCalled(), 5_000);
  expect(reporter.signal.aborted).toBe(false);
  await reporter.close();
  expect(warn).toHaveBeenCalledTimes(1);
});

test('the deadline aborts the attempt even when Redis cannot be reached', async () => {
  const { reporter } = await startCutOff(50);
  expect(await reasonOf(reporter.signal)).toBe('expired');
  await reporter.close();
});
