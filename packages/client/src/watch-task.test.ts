import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTaskClient } from './task-client.js';
import { problem, startTaskServer, type TaskServer } from './testing/task-server.js';
import { createTestVisibility } from './testing/test-visibility.js';
import { type WatchEvent, type WatchOptions, watchTask } from './watch-task.js';

let server: TaskServer;
beforeEach(async () => {
  server = await startTaskServer();
});
afterEach(() => server.close());

function watch(
  taskId: string,
  options: WatchOptions = {},
): { events: WatchEvent[]; ended: Promise<void> } {
  const events: WatchEvent[] = [];
  const ended = (async () => {
    for await (const event of watchTask(
      createTaskClient({ baseUrl: server.baseUrl }),
      { taskId },
      options,
    ))
      events.push(event);
  })();
  return { events, ended };
}

const gaps = () =>
  server
    .callsOf('getTaskStatus')
    .flatMap(({ at }, i, all) => (i === 0 ? [] : [at - (all[i - 1]?.at ?? 0)]));

test('asks at the pace it is told and ends with the final answer', async () => {
  const task = server.add({ pollAfterMs: 1_200 });
  const { events, ended } = watch(task.taskId);
  await vi.waitFor(() => expect(events.length).toBe(2), { timeout: 10_000 });
  task.phase = 'succeeded';
  await ended;
  expect(events.at(-1)).toMatchObject({ name: 'answer', answer: { status: 2, state: true } });
  expect(Math.min(...gaps())).toBeGreaterThanOrEqual(1_195);
});

test('a hidden or offline page is not asked for, and its return asks at once when that is due', async () => {
  const visibility = createTestVisibility();
  const task = server.add({});
  const { events, ended } = watch(task.taskId, { visibility });
  await vi.waitFor(() => expect(events.length).toBe(1));
  for (const state of ['hidden', 'offline'] as const) {
    visibility.become(state);
    const before = server.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(server.calls.length).toBe(before);
    visibility.become('awake');
    await vi.waitFor(() => expect(server.calls.length).toBe(before + 1), { timeout: 500 });
  }
  task.phase = 'failed';
  await ended;
});

test('a hidden page that wants the end told is asked for at its own slower pace', async () => {
  const visibility = createTestVisibility();
  visibility.become('hidden');
  const task = server.add({});
  const { events, ended } = watch(task.taskId, { visibility, hiddenPaceMs: 1_500 });
  await vi.waitFor(() => expect(events.length).toBe(2), { timeout: 10_000 });
  task.phase = 'succeeded';
  await ended;
  expect(Math.min(...gaps())).toBeGreaterThanOrEqual(1_495);
});

test('trouble is told, waited out longer each time, and forgotten with the first answer', async () => {
  const task = server.add({ phase: 'succeeded' });
  server.script.push(null, {
    status: 503,
    body: problem(503, 'redis_unavailable'),
    headers: { 'retry-after': '1' },
  });
  const { events, ended } = watch(task.taskId);
  await ended;
  expect(events).toMatchObject([
    { name: 'trouble', failures: 1, error: { code: 'network' } },
    { name: 'trouble', failures: 2, error: { code: 'redis_unavailable' } },
    { name: 'answer' },
  ]);
  expect(gaps()[1]).toBeGreaterThanOrEqual(1_995);
});

test('what asking again cannot heal ends the watch with its error', async () => {
  server.script.push({ status: 401, body: problem(401, 'unauthenticated') });
  await expect(watch('any').ended).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('an abort ends the watch quietly, also while it waits', async () => {
  const stop = new AbortController();
  const { events, ended } = watch(server.add({}).taskId, { signal: stop.signal });
  await vi.waitFor(() => expect(events.length).toBe(1));
  stop.abort();
  await ended;
  expect(server.calls.length).toBe(1);
});
