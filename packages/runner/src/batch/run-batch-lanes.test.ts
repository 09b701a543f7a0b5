/** Lanes and their helpers, locked records, and a batch that is paused. */
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '@longshore/infra';
import { AttemptStop, type Task } from '@longshore/tasks';
import { expect, test } from 'vitest';
import { gate, never, thingsBatch, upTo } from '../../test/things-batch.js';
import { runHelper } from './run-helper.js';

const batch = thingsBatch();
const { fill, register, run, recordOf, ended, states, doneIds } = batch;

test('lanes that no helper takes are worked on by the lead', async () => {
  await fill(100);
  expect(await ended('lanes')).toMatchObject({ phase: 'succeeded', counts: { succeeded: 100 } });
  expect((await doneIds()).sort((a, b) => a - b)).toEqual(upTo(100));
});

test('helpers and lead never process a record twice, whoever takes a lane from whom', async () => {
  await fill(300);
  batch.act = async () => void (await sleep(Math.random() * 5));
  const task = await register('lanes');
  const leading = run(task);
  const helping = [1, 2, 1, 2].map(async (lane, i) => {
    await sleep(i * 60);
    return runHelper({ taskId: task.taskId, lane, signal: never }, batch.services);
  });
  expect(await Promise.all([leading, ...helping])).toEqual(Array(5).fill('done'));
  expect(await recordOf(task)).toMatchObject({ phase: 'succeeded', counts: { succeeded: 300 } });
  expect((await doneIds()).sort((a, b) => a - b)).toEqual(upTo(300));
});

test('a helper leaves a batch alone that is paused, has ended, or is none', async () => {
  await fill(3);
  const task = await register('lanes');
  await batch.services.tasks.pause(task.taskId);
  const help = () => runHelper({ taskId: task.taskId, lane: 1, signal: never }, batch.services);
  expect(await help()).toBe('done');
  await batch.services.tasks.cancel(task.taskId);
  expect(await help()).toBe('done');
  expect(await states()).toEqual({ 0: upTo(3) });
});

test('a batch that is paused and resumed goes on after its last page', async () => {
  await fill(40);
  const task = await register('things');
  const stop = new AbortController();
  batch.act = async (page) => {
    if (page[0]?.id !== 21) return;
    await batch.services.tasks.pause(task.taskId);
    stop.abort(new AttemptStop('paused'));
  };
  expect(await run(task, stop.signal)).toBe('done');
  expect(await recordOf(task)).toMatchObject({
    phase: 'paused',
    counts: { total: 40, succeeded: 20, unprocessed: 20 },
  });
  batch.act = async () => undefined;
  expect(await run(task)).toBe('done'); // no claim
  await batch.services.tasks.resume(task.taskId);
  await run(task);
  expect(await recordOf(task)).toMatchObject({ phase: 'succeeded', counts: { succeeded: 40 } });
  expect(await doneIds()).toEqual(upTo(40));
});

test('a record that somebody has locked is left, and taken once it is free', async () => {
  await fill(5);
  const [isLocked, lock] = gate();
  const [isFree, free] = gate();
  const locking = batch.services.database.transaction(async (tx) => {
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
  const locking = batch.services.database.transaction(async (tx) => {
    await tx.query('SELECT FROM things WHERE id = 15 FOR UPDATE');
    lock();
    await isFree;
  });
  await isLocked;
  const task = await register('lanes');
  let helping: Promise<unknown> | undefined;
  batch.act = async (page) => {
    if (!page.some(({ id }) => id === 15)) return;
    const lane = 1;
    helping = runHelper({ taskId: task.taskId, lane, signal: never }, batch.services);
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
    await batch.services.database.query(
      `SELECT 1 FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%batch_lane%'`,
    )
  ).length > 0;
const openLanes = async ({ taskId }: Task) =>
  (await batch.services.business.database.batchState(taskId))?.lanes.filter(
    ({ standing }) => standing !== 'ended',
  ).length;
