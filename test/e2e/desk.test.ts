/** The operators' desk over HTTP: search, bulk acts, stories, queues, workers, the audit log. */
import { createOperatorClient } from '@longshore/client/operator';
import type {
  AuditEntry,
  AuditList,
  BulkOut,
  Me,
  Overview,
  Problem,
  StorageUsed,
  TaskList,
  TaskStory,
  Throughput,
} from '@longshore/contract';
import { waitUntil } from '@longshore/infra';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { builtBusiness } from '../support/built-business.js';
import { type System, startSystem } from '../support/system.js';

const BUSINESS = builtBusiness('permitted-business');
const OPERATOR = { owner: 'olga', headers: { 'x-role': 'operator' } };
const CALLS = [
  ['/overview'],
  ['/throughput'],
  ['/storage'],
  ['/audit'],
  ['/audit/export'],
  ['/tasks?owner=*'],
  ['/bulk/retry', { ids: ['0193e1a0-89ab-7def-8123-456789abcdef'] }],
  ['/bulk/cancel', { filter: {} }],
] as const;

describe('the desk', () => {
  let system: System;
  beforeAll(async () => {
    const env = { TELL_CAUSES: 'false', BUSINESS };
    system = await startSystem({ databaseUrl: inject('databaseUrl'), env });
  });
  afterAll(() => system?.stop());

  const call = <Body>(path: string, options: object = {}) =>
    system.call<Body & Problem>(`/api${path}`, { ...OPERATOR, ...options });
  const desk = () =>
    createOperatorClient({
      baseUrl: system.url,
      headers: { 'x-owner': 'olga', 'x-role': 'operator' },
    });
  const exportOf = async (owner: string, params: object = {}) => {
    const { body } = await system.registerExport({ type: 'open', params }, { owner });
    await system.finished(body.taskId, { owner });
    return body.taskId;
  };
  const auditOf = async (query: string) => (await call<AuditList>(`/audit?${query}`)).body.items;

  test.each(CALLS)('%s is for operators only', async (path, json?: object) => {
    const answer = await call(path, { owner: 'ann', headers: {}, ...(json && { json }) });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await call(path, json && { json })).status).toBe(200);
  });

  test('tells everyone who they are', async () => {
    const headers = { 'x-role': 'hr', 'x-tenant': 'acme' };
    const me = (await call<Me>('/me', { owner: 'ann', headers })).body;
    expect(me).toEqual({ owner: 'ann', operator: false, role: 'hr', tenant: 'acme' });
    expect(await desk().me()).toMatchObject({ owner: 'olga', operator: true, tenant: null });
  });

  test('finds every owner’s tasks by error and file, and tells how far it looked', async () => {
    const failed = await exportOf('fred', { fail: true });
    const done = await exportOf('doris');
    const byError = await desk().searchTasks({ error: 'LEDGER of stones' });
    expect(byError.items.map(({ taskId }) => taskId)).toEqual([failed]);
    expect(byError.looked).toBeGreaterThanOrEqual(2);
    const byFile = await desk().searchTasks({ file: 'open', phase: 'succeeded', owner: 'doris' });
    expect(byFile.items.map(({ taskId }) => taskId)).toEqual([done]);
    const from = byFile.items[0]?.registeredAt ?? '';
    const later = new Date(Date.parse(from) + 1).toISOString();
    const ids = async (query: object) =>
      (await desk().searchTasks({ owner: 'doris', ...query })).items.map(({ taskId }) => taskId);
    expect(await ids({ from, to: later })).toEqual([done]);
    expect([await ids({ to: from }), await ids({ from: later })]).toEqual([[], []]);
    const bad = await call<TaskList>('/tasks?from=yesterday');
    expect(bad).toMatchObject({ status: 422, body: { errors: [{ path: 'from' }] } });
  });

  test('lets an owner search his own tasks too, and nobody else’s', async () => {
    const own = await exportOf('oskar', { fail: true });
    await exportOf('other', { fail: true });
    const path = '/tasks?error=stones';
    const { items } = (await call<TaskList>(path, { owner: 'oskar', headers: {} })).body;
    expect(items.map(({ taskId }) => taskId)).toEqual([own]);
  });

  test('runs many tasks again or stops them, and answers each', async () => {
    const failed = [await exportOf('bulk-1', { fail: true }), await exportOf('bulk-2')];
    const nobody = '0193e1a0-89ab-7def-8123-456789abcdef';
    const { items } = await desk().retryTasks({ ids: [...failed, nobody] });
    expect(items).toEqual([
      { taskId: failed[0], done: true, code: null, message: null },
      expect.objectContaining({ taskId: failed[1], done: false, code: 'task_not_repeatable' }),
      expect.objectContaining({ taskId: nobody, done: false, code: 'task_not_found' }),
    ]);
    await system.finished(failed[0] ?? '', { owner: 'bulk-1' });
    const again = await desk().retryTasks({ filter: { owner: 'bulk-1', phase: 'failed' } });
    expect(again).toMatchObject({ items: [{ taskId: failed[0], done: true }], nextCursor: null });
    await system.finished(failed[0] ?? '', { owner: 'bulk-1' });
    const stopped = await desk().cancelTasks({ ids: [failed[0] ?? ''] });
    expect(stopped.items).toMatchObject([{ done: false, code: 'task_not_live' }]);
    const tooMany = { ids: Array.from({ length: 101 }, () => nobody) };
    expect((await call<BulkOut>('/bulk/retry', { json: tooMany })).status).toBe(422);
  });

  test('tells one task’s whole story: attempts with causes, and who did what', async () => {
    const taskId = await exportOf('stella', { fail: true });
    const json = { taskId };
    await system.client({ owner: 'stella' }).retryTask(taskId);
    await system.finished(taskId, { owner: 'stella' });
    await call('/clearTaskInfo', { owner: 'stella', headers: { 'user-agent': 'Mosaic' }, json });
    const story = await desk().story(taskId);
    expect(story.task).toMatchObject({ owner: 'stella', phase: 'failed', cleared: true });
    expect(story.task.attempts[0]?.worker).toMatch(/:\d+$/);
    const error = story.task.attempts[0]?.error;
    expect(error?.cause).toContain('ledger of stones');
    expect(error?.stack).toContain('executors/exports/open');
    const own = await system.record(taskId, { owner: 'stella' });
    expect(own.attempts[0]?.error).not.toHaveProperty('stack');
    expect(own.attempts[0]?.error).not.toHaveProperty('cause');
    expect(story.acts.map(({ act }) => act)).toEqual(['register', 'retry', 'clear']);
    expect(story.acts.at(-1)).toMatchObject({
      by: 'stella',
      as: 'owner',
      address: '127.0.0.1',
      userAgent: 'Mosaic',
    });
    const stranger = await call<TaskStory>(`/tasks/${taskId}/story`, { headers: {} });
    expect(stranger.status).toBe(403);
  });

  test('notes each download: to whom the address was given, and where it was used', async () => {
    const taskId = await exportOf('dora');
    const { url } = await system.status({ taskId }, { owner: 'dora' });
    const headers = { 'x-forwarded-for': '203.0.113.9, 10.0.0.1', 'user-agent': 'wget' };
    await system.call(url ?? '', { owner: 'nobody', headers });
    const given = await call(`/tasks/${taskId}/result`);
    await system.call(given.headers.get('location') ?? '');
    const { acts, task } = await desk().story(taskId);
    expect(task.downloads).toBe(2);
    const downloads = acts.filter(({ act }) => act === 'download');
    const common = { as: 'bearer', owner: 'dora', kind: 'export', type: 'open', detail: 'result' };
    expect(downloads).toMatchObject([
      { ...common, by: 'dora', address: '203.0.113.9', userAgent: 'wget' },
      { ...common, by: 'olga', address: '127.0.0.1' },
    ]);
  });

  test('keeps an audit log, which is searched and exported as JSON lines', async () => {
    const taskId = await exportOf('audrey', { fail: true });
    await desk().retryTasks({ ids: [taskId] });
    await system.finished(taskId, { owner: 'audrey' });
    const about = await auditOf(`taskId=${taskId}`);
    expect(about.map(({ act, by, as }) => `${act} ${by} ${as}`)).toEqual([
      'retry olga operator',
      'register audrey owner',
    ]);
    expect(await auditOf('act=retry&by=olga&owner=audrey')).toHaveLength(1);
    const [retry, register] = about;
    const range = `from=${register?.at}&to=${retry?.at}`;
    expect((await auditOf(`${range}&owner=audrey`)).map(({ act }) => act)).toEqual(['register']);
    const answer = await call<string>(`/audit/export?from=${register?.at}`, {});
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
    const lines = String(answer.body).trim().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as AuditEntry);
    expect(entries).toEqual(expect.arrayContaining(about));
    expect(entries.at(-1)).toMatchObject({ act: 'audit-export', by: 'olga', as: 'operator' });
    const ids = entries.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('shows workers with what they run, and queues with how long the oldest waits', async () => {
    const overview = async () => (await call<Overview>('/overview')).body;
    const alive = await waitUntil(
      async () => ((await overview()).workers.length === 1 ? overview() : null),
      { what: 'a sign of life of the worker' },
    );
    expect(alive?.workers[0]).toMatchObject({ takesJobs: true, concurrency: 2 });
    const [worker] = system.workers;
    process.kill(worker?.pid ?? 0, 'SIGSTOP');
    const { body } = await system.registerExport({ type: 'open' }, { owner: 'waiting' });
    const queueOf = async () => (await overview()).queues.find(({ kind }) => kind === 'export');
    const waits = await waitUntil(
      async () => {
        const queue = await queueOf();
        return queue?.oldestWaitingMs ? queue : null;
      },
      { what: 'a task that waits' },
    );
    expect(waits).toMatchObject({ kind: 'export' });
    process.kill(worker?.pid ?? 0, 'SIGCONT');
    await system.finished(body.taskId, { owner: 'waiting' });
    await waitUntil(async () => (await queueOf())?.oldestWaitingMs === null, {
      what: 'a queue in which nothing waits',
    });
  });

  test('shows the queues on a board, to operators, to be read only', async () => {
    const board = (path: string, options: object = {}) =>
      system.call<string>(`/queues${path}`, { ...OPERATOR, ...options });
    const page = await board('/');
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('Longshore') });
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self'");
    const [script] = /static\/js\/main[^"]*/.exec(page.body) ?? [];
    expect((await board(`/${script}`)).status).toBe(200);
    const { body } = await system.call<{ queues: { name: string; readOnlyMode: boolean }[] }>(
      '/queues/api/queues',
      OPERATOR,
    );
    expect(body.queues.map(({ name }) => name)).toContain('export');
    expect(body.queues.every(({ readOnlyMode }) => readOnlyMode)).toBe(true);
    expect((await board('/', { owner: 'ann', headers: {} })).status).toBe(403);
    const act = await board('/api/queues/export/pause', { method: 'PUT' });
    expect(act).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
  });

  test('sums what ended by hour, and the bytes of files', async () => {
    await exportOf('sum');
    const { items, from, to } = (await call<Throughput>('/throughput?hours=2')).body;
    const open = items.filter(({ type }) => type === 'open');
    expect(open.reduce((sum, { succeeded }) => sum + succeeded, 0)).toBeGreaterThan(0);
    expect(open.reduce((sum, { failed }) => sum + failed, 0)).toBeGreaterThan(0);
    expect(Date.parse(to) - Date.parse(from)).toBeLessThan(2 * 3_600_000);
    const other = createOperatorClient({
      baseUrl: (await system.startApi()).url,
      headers: { 'x-role': 'operator' },
    });
    const storage: StorageUsed = await other.storageUsed();
    expect(storage).toMatchObject({ items: [{ kind: 'export', file: 'result' }] });
    expect(storage.bytes).toBeGreaterThan(storage.files * 1_000);
  });
});
