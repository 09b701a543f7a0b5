/** The calls of the contract over HTTP, against a real API, worker, Redis, PostgreSQL and store. */
import { TaskResultOut } from '@longshore/contract';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readWorkbook } from '../support/read-workbook.js';
import { type System, startSystem } from '../support/system.js';

let system: System;
beforeAll(async () => {
  system = await startSystem({ databaseUrl: inject('databaseUrl'), workers: 2 });
});
afterAll(() => system?.stop());

describe('an export', () => {
  test('from the click to the downloaded file', async () => {
    const registered = await system.registerExport({
      type: 'orders',
      params: {},
      fileName: '一月 orders',
    });
    expect(registered).toMatchObject({ status: 202, body: { state: true, pollAfterMs: 1_000 } });
    expect(registered.headers.get('retry-after')).toBe('1');
    expect(registered.headers.get('location')).toBe(`/api/tasks/${registered.body.taskId}`);

    const answers: TaskResultOut[] = [];
    const done = await system.finished(registered.body.taskId, {
      see: (answer) => answers.push(answer),
    });
    for (const answer of answers) {
      expect(() => TaskResultOut.parse(answer)).not.toThrow();
      const { total, succeeded, failed, unprocessed } = answer.counts ?? {};
      if (total !== null) expect((succeeded ?? 0) + (failed ?? 0) + (unprocessed ?? 0)).toBe(total);
    }
    expect(done).toMatchObject({
      status: 2,
      state: true,
      phase: 'succeeded',
      attempt: 1,
      issuesUrl: null,
      notices: 0,
      timeZone: 'UTC',
      fileName: '一月 orders.xlsx',
    });
    expect(done.counts).toEqual({ total: 20_000, succeeded: 20_000, failed: 0, unprocessed: 0 });

    const file = await fetch(system.url + done.url);
    expect(file.headers.get('content-disposition')).toContain(
      `filename*=UTF-8''${encodeURIComponent('一月 orders.xlsx')}`,
    );
    const { rows } = await readWorkbook(new Uint8Array(await file.arrayBuffer()));
    expect(rows).toHaveLength(20_001);
    expect(new Set(rows.slice(1).map((row) => row[0])).size).toBe(20_000);

    expect(
      await system.call('/api/clearTaskInfo', { json: { taskId: registered.body.taskId } }),
    ).toMatchObject({ body: { state: true } });
    expect(await system.status({ type: 'orders' })).toMatchObject({ status: 0, taskId: null });
    expect(await system.status({ taskId: registered.body.taskId })).toMatchObject({ status: 0 });
    expect((await fetch(system.url + done.url)).status).toBe(200);
    const record = await system.record(registered.body.taskId);
    expect(record).toMatchObject({
      phase: 'succeeded',
      cleared: true,
      downloads: 2,
      attempts: [{ attempt: 1, outcome: 'succeeded' }],
    });
  });

  test('a hundred clicks at once make one task', async () => {
    // else the first task may be done before the last click
    for (const worker of system.workers) worker.signal('SIGSTOP');
    const click = () =>
      system.registerExport({ type: 'orders', params: { limit: 5_000 } }, { owner: 'clicker' });
    const clicks = await Promise.all(Array.from({ length: 100 }, click));
    for (const worker of system.workers) worker.signal('SIGCONT');
    const accepted = clicks.filter(({ status }) => status === 202);
    expect(accepted).toHaveLength(1);
    const taskId = accepted[0]?.body.taskId ?? '';
    for (const { status, body } of clicks) {
      expect(body.taskId).toBe(taskId);
      if (status !== 202)
        expect({ status, body }).toMatchObject({
          status: 200,
          body: { state: false, sameParams: true },
        });
    }
    await system.finished(taskId, { owner: 'clicker' });
    const { body } = await system.call<{ items: unknown[] }>('/api/tasks', { owner: 'clicker' });
    expect(body.items).toHaveLength(1);
  });

  test('a second registration with other params names the live task and says so', async () => {
    const owner = 'two-params';
    const first = await system.registerExport({ type: 'orders', params: {} }, { owner });
    const second = await system.registerExport({ type: 'orders', params: { limit: 1 } }, { owner });
    expect(second).toMatchObject({
      status: 200,
      body: { state: false, taskId: first.body.taskId, sameParams: false },
    });
    await system.finished(first.body.taskId, { owner });
    const third = await system.registerExport({ type: 'orders', params: { limit: 1 } }, { owner });
    expect(third.status).toBe(202);
    expect((await system.finished(third.body.taskId, { owner })).counts?.total).toBe(1);
  });

  test('by ids, and as csv', async () => {
    const owner = 'by-ids';
    const { body } = await system.registerExport(
      { type: 'orders', params: { ids: ['3', '7', '19999'] }, format: 'csv' },
      { owner },
    );
    const done = await system.finished(body.taskId, { owner });
    expect(done).toMatchObject({ state: true, counts: { total: 3 } });
    const text = await (await fetch(system.url + done.url)).text();
    expect(text.trim().split('\n')).toHaveLength(4);
  });

  test('a range of the file can be fetched', async () => {
    const owner = 'ranger';
    const { body } = await system.registerExport(
      { type: 'orders', params: { limit: 10 } },
      { owner },
    );
    const { url } = await system.finished(body.taskId, { owner });
    const whole = Buffer.from(await (await fetch(system.url + url)).arrayBuffer());
    const part = await fetch(system.url + url, { headers: { range: 'bytes=2-5' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([
      206,
      `bytes 2-5/${whole.length}`,
    ]);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(2, 6));
    expect((await fetch(system.url + url, { headers: { range: 'bytes=99999999-' } })).status).toBe(
      416,
    );
  });

  test('can be cancelled, and the slot is free at once', async () => {
    const owner = 'canceller';
    const { body } = await system.registerExport({ type: 'orders', params: {} }, { owner });
    expect(
      await system.call(`/api/tasks/${body.taskId}/cancel`, { owner, method: 'POST' }),
    ).toMatchObject({ body: { state: true } });
    expect(await system.status({ taskId: body.taskId }, { owner })).toMatchObject({
      status: 2,
      state: false,
      phase: 'cancelled',
      url: null,
    });
    const again = await system.registerExport({ type: 'orders', params: { limit: 5 } }, { owner });
    expect(again.status).toBe(202);
    expect(await system.finished(again.body.taskId, { owner })).toMatchObject({ state: true });
  });
});

describe('what is refused, and how', () => {
  test.each([
    ['an unknown type', { type: 'nothing' }, 422, 'unknown_type'],
    ['an unknown param', { type: 'orders', params: { sttus: 'paid' } }, 422, 'invalid_params'],
    [
      'a param of the wrong kind',
      { type: 'orders', params: { limit: 'many' } },
      422,
      'invalid_params',
    ],
    ['an unknown column', { type: 'orders', columns: ['id', 'hue'] }, 422, 'invalid_params'],
    ['a column twice', { type: 'orders', columns: ['id', 'id'] }, 422, 'invalid_params'],
    ['an unknown format', { type: 'orders', format: 'pdf' }, 422, 'invalid_params'],
    ['a cut of one file', { type: 'orders', rowsPerFile: 5 }, 422, 'invalid_params'],
    ['no body', undefined, 422, 'invalid_params'],
  ])('%s', async (_what, json, status, code) => {
    const answer = await system.call<{ code: string }>('/api/registerExportTask', {
      owner: 'refused',
      method: 'POST',
      ...(json === undefined ? {} : { json }),
    });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await system.status({ type: 'orders' }, { owner: 'refused' })).toMatchObject({
      status: 0,
    });
  });

  test('broken JSON is a 400, an unknown address a 404', async () => {
    const headers = { 'content-type': 'application/json' };
    expect(
      await system.call('/api/getTaskStatus', { method: 'POST', body: '{"a', headers }),
    ).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
    expect(await system.call('/api/nothing')).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  });

  test('bad params are named by their path, in the language asked for', async () => {
    const { body } = await system.registerExport(
      { type: 'orders', params: { limit: -1 } },
      { headers: { 'accept-language': 'zh-CN' } },
    );
    expect(body).toMatchObject({ detail: '部分参数无效。', errors: [{ path: 'params.limit' }] });
  });

  test("a stranger's task is nothing, in every call", async () => {
    const { body } = await system.registerExport(
      { type: 'orders', params: { limit: 3 } },
      { owner: 'her' },
    );
    await system.finished(body.taskId, { owner: 'her' });
    const owner = 'stranger';
    expect(await system.status({ taskId: body.taskId }, { owner })).toMatchObject({ status: 0 });
    expect(
      await system.call('/api/clearTaskInfo', { owner, json: { taskId: body.taskId } }),
    ).toMatchObject({ body: { state: false } });
    for (const path of ['', '/result', '/issues'])
      expect((await system.call(`/api/tasks/${body.taskId}${path}`, { owner })).status).toBe(404);
    for (const path of ['/cancel', '/retry'])
      expect(
        (await system.call(`/api/tasks/${body.taskId}${path}`, { owner, method: 'POST' })).status,
      ).toBe(404);
    expect(await system.call('/api/tasks', { owner })).toMatchObject({ body: { items: [] } });
    expect((await system.call('/api/tasks?owner=*', { owner })).status).toBe(403);
    const operator = await system.call<{ items: { taskId: string }[] }>(
      '/api/tasks?owner=*&limit=100',
      {
        owner: 'boss',
        headers: { 'x-role': 'operator' },
      },
    );
    expect(operator.body.items.map(({ taskId }) => taskId)).toContain(body.taskId);
  });

  test('a forged file address is refused', async () => {
    expect((await system.call('/api/files/abc')).status).toBe(403);
    expect((await system.call(`/api/files/${'A'.repeat(63)}`)).status).toBe(403);
  });
});

test('the ledger is paged newest first and can be filtered', async () => {
  const owner = 'pager';
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) {
    const { body } = await system.registerExport(
      { type: i % 2 ? 'products' : 'orders', params: i % 2 ? {} : { limit: 1 } },
      { owner },
    );
    await system.finished(body.taskId, { owner });
    ids.unshift(body.taskId);
  }
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { body: { items: { taskId: string }[]; nextCursor: string | null } } =
      await system.call(`/api/tasks?limit=2${cursor && `&cursor=${cursor}`}`, { owner });
    seen.push(...page.body.items.map(({ taskId }) => taskId));
    cursor = page.body.nextCursor;
  }
  expect(seen).toEqual(ids);
  const products = await system.call<{ items: unknown[] }>(
    '/api/tasks?type=products&phase=succeeded',
    { owner },
  );
  expect(products.body.items).toHaveLength(2);
});

test('types, template, OpenAPI, docs, metrics and health are served', async () => {
  const types = await system.call<{ items: { kind: string; type: string }[] }>('/api/types');
  expect(types.body.items.map(({ kind, type }) => `${kind} ${type}`).sort()).toEqual([
    'batch book-payments',
    'batch settle-orders',
    'export orders',
    'export products',
    'export retail',
    'import payments',
    'import products',
    'import retail',
  ]);
  const template = await fetch(`${system.url}/api/types/products/template?language=zh`, {
    headers: { 'x-owner': 'ann' },
  });
  expect((await readWorkbook(new Uint8Array(await template.arrayBuffer()))).rows[0]).toEqual(
    expect.arrayContaining([expect.stringContaining('商品编码')]),
  );
  for (const path of ['/healthz', '/readyz', '/openapi.json', '/docs/'])
    expect((await system.call(path)).status, path).toBe(200);
  expect((await system.call<string>('/metrics')).body).toContain('longshore_http_seconds');
});
