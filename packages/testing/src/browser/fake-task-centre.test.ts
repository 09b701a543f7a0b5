/** The task centre in memory, as the client of a page meets it. */
import { ClientError, createExportButton, createTaskClient, watchTask } from '@longshore/client';
import {
  LedgerRecord,
  Problem,
  RegisterOut,
  StateOut,
  TaskList,
  TaskResultOut,
} from '@longshore/contract';
import { beforeEach, expect, test, vi } from 'vitest';
import { createFakeTaskCentre, type FakeTaskCentre } from './index.js';

let centre: FakeTaskCentre;
let client: ReturnType<typeof createTaskClient>;
beforeEach(() => {
  centre = createFakeTaskCentre();
  client = createTaskClient({ fetch: centre.fetch, baseUrl: 'http://shop.example/office' });
});

test('an export is registered, watched, fetched and cleared', async () => {
  const { taskId } = await client.registerExportTask({ type: 'orders', params: { year: 2026 } });
  const seen: (string | null)[] = [];
  for await (const event of watchTask(client, { taskId })) {
    if (event.name !== 'answer') throw event.error;
    seen.push(event.answer.message);
    const task = centre.newest();
    if (task.phase === 'queued') centre.progress(task, { done: 40, total: 100 });
    else if (task.phase === 'running') centre.finish(task, { succeeded: 100 });
  }
  expect(seen).toEqual(['Waiting for a worker.', '40 of 100 rows', 'Done: 100 rows.']);
  const { url } = await client.getTaskStatus({ taskId });
  expect(await (await centre.fetch(url ?? '')).text()).toContain('A file');
  expect(await client.clearTaskInfo({ taskId })).toEqual({ state: true });
  expect(await client.getTaskStatus({ type: 'orders' })).toMatchObject({ status: 0 });
  expect((await client.listTasks()).items).toMatchObject([{ taskId, cleared: true }]);
});

test('every answer is one of the contract', async () => {
  const task = await client.registerExportTask({ type: 'orders' });
  const again = await client.registerExportTask({ type: 'orders' });
  for (const answer of [task, again]) RegisterOut.parse(answer);
  expect(again).toMatchObject({ state: false, taskId: task.taskId, sameParams: true });
  const target = { taskId: task.taskId };
  const look = async () => {
    TaskResultOut.parse(await client.getTaskStatus(target));
    LedgerRecord.parse(await client.getTask(task.taskId));
  };
  await look();
  centre.progress(centre.newest(), { done: 1 });
  await look();
  centre.finish(centre.newest(), { succeeded: 1, failed: 1 });
  await look();
  centre.fail(centre.newest(), { message: 'No.' });
  await look();
  TaskResultOut.parse(await client.getTaskStatus({ kind: 'import', type: 'none' }));
  TaskList.parse(await client.listTasks({ kind: 'export' }));
  StateOut.parse(await client.cancelTask(task.taskId));
  const missing = await centre.fetch('/api/tasks/none');
  expect(missing.status).toBe(404);
  expect(Problem.parse(await missing.json())).toMatchObject({ code: 'task_not_found' });
  await expect(client.getTask('none')).rejects.toThrow(ClientError);
});

test('an import tells its file, and its rows to correct', async () => {
  const file = new File(['sku\n1\n'], 'prices.csv');
  const { taskId } = await client.registerImportTask({ type: 'prices', file });
  expect(centre.newest().upload).toEqual({ name: 'prices.csv', sizeBytes: 6 });
  centre.finish(centre.newest(), { succeeded: 2, failed: 1 });
  const answer = await client.getTaskStatus({ taskId });
  expect(answer).toMatchObject({ phase: 'partial', url: null, state: true });
  expect(answer.issuesUrl).not.toBeNull();
});

test('a button cancels a task, and fetches the file of another one', async () => {
  const button = createExportButton(client, 'orders');
  button.subscribe(() => {});
  const becomes = (name: string) =>
    vi.waitFor(() => expect(button.getState().name).toBe(name), { timeout: 20_000 });
  await becomes('idle');
  button.start({});
  await becomes('running');
  button.cancel();
  await becomes('idle');
  button.start({});
  await becomes('running');
  centre.finish(centre.newest());
  await becomes('idle'); // it fetched the file and cleared the task
  expect(centre.newest()).toMatchObject({ phase: 'succeeded', isCleared: true });
});

test('a task that is over may be expired or failed, in the words of the caller', async () => {
  const chinese = createTaskClient({ fetch: centre.fetch, language: 'zh' });
  const { taskId } = await chinese.registerExportTask({ type: 'orders' });
  expect((await chinese.getTaskStatus({ taskId })).message).toBe('排队中。');
  centre.expire(centre.newest());
  expect(await chinese.getTaskStatus({ taskId })).toMatchObject({ phase: 'expired', status: 2 });
});
