/** Every call of /openapi.json, made with the document's own examples, is answered as it says. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import {
  callsOf,
  complaints,
  type DocumentedCall,
  type OpenApi,
} from '../support/openapi-document.js';
import { type Answer, rawCall } from '../support/raw-call.js';
import { type System, startSystem } from '../support/system.js';

const OPERATOR = { owner: 'olga', headers: { 'x-role': 'operator' } };
const HEADER = ['商品编码', '商品名称', '分类', '价格', '状态'];
const NOBODY = '0193e1a0-89ab-7def-8123-456789abcdef';

let system: System;
let document: OpenApi;
let calls: DocumentedCall[];
const made = new Set<string>();
beforeAll(async () => {
  system = await startSystem({ databaseUrl: inject('databaseUrl'), workers: 1 });
  document = (await system.call<OpenApi>('/openapi.json')).body;
  calls = callsOf(document);
});
afterAll(() => system?.stop());

interface Asked {
  /** What the braces of the path stand for. */
  readonly of?: string;
  /** In place of the document's example. */
  readonly json?: object;
  readonly form?: FormData;
  readonly expects?: number;
}

/** Makes the call, and compares the answer with the document. */
async function ask<Body>(operationId: string, asked: Asked = {}): Promise<Body> {
  const call = calls.find((one) => one.operationId === operationId);
  if (call === undefined) throw new Error(`the document has no ${operationId}`);
  made.add(operationId);
  const { status, body, headers } = await send<Body>(call, asked);
  expect(call.responses, `${operationId} is answered ${status}`).toHaveProperty(String(status));
  if (asked.expects !== undefined) expect(status, operationId).toBe(asked.expects);
  else expect(status, `${operationId}: ${JSON.stringify(body)}`).toBeLessThan(400);
  const type = headers.get('content-type')?.split(';')[0] ?? '';
  const documented = call.responses[status]?.content?.[type];
  if (/json$/.test(type)) {
    expect(documented, `${operationId} is answered as ${type}`).toBeDefined();
    if (documented !== undefined && type !== 'application/x-ndjson')
      expect(complaints(body, documented.schema, document), operationId).toEqual([]);
  }
  return body;
}

function send<Body>(call: DocumentedCall, { of = '', json, form }: Asked): Promise<Answer<Body>> {
  const example = call.requestBody?.content['application/json']?.example;
  const sent = form === undefined ? (json ?? example) : undefined;
  return rawCall<Body>(system.url + call.path.replace(/\{\w+\}/, of), {
    ...OPERATOR,
    method: call.method.toUpperCase(),
    ...(sent !== undefined && { json: sent }),
    ...(form !== undefined && { body: form }),
  });
}

const ended = (taskId: string) => system.finished(taskId, OPERATOR);

interface Registered {
  readonly taskId: string;
}

test('an export', async () => {
  await ask('listTypes');
  await ask('getTemplate', { of: 'products' });
  await ask('getRows', { of: 'orders' });
  const { taskId } = await ask<Registered>('registerExportTask', { expects: 202 });
  await ended(taskId);
  const { url } = await ask<{ url: string }>('getTaskStatus');
  await ask('getTask', { of: taskId });
  await ask('listTasks');
  await ask('listFiles', { of: taskId });
  await ask('getResult', { of: taskId, expects: 302 });
  await ask('getFile', { of: url.split('/').at(-1) ?? '' });
  await ask('getManifest', { of: taskId, expects: 404 });
  await ask('cancelTask', { of: taskId });
  await ask('retryTask', { of: taskId, expects: 409 });
});

test('an import', async () => {
  const rows = await ask<{ items: { 分类?: string; category?: string }[] }>('getRows', {
    of: 'products',
  });
  const category = rows.items[0]?.category;
  const bytes = await makeWorkbook([
    HEADER,
    ['OA-1', 'one', category, 'dear', '上架'],
    ['OA-2', 'two', category, 2, '上架'],
  ]);
  const form = new FormData();
  form.set('type', 'products');
  form.set('file', new Blob([Uint8Array.from(bytes)]), 'prices.xlsx');
  const { taskId } = await ask<Registered>('registerImportTask', { form, expects: 202 });
  await ended(taskId);
  for (const id of ['getIssues', 'getOriginal', 'getSummary'])
    await ask(id, { of: taskId, expects: 302 });
  await ask('getDetail', { of: taskId, expects: 404 });
  await ask('getFirstIssues', { of: taskId });
  await ask('getFailedRows', { of: taskId });
  await ask('mendRows', { of: taskId });
  await ask('getUndo', { of: taskId });
  const undo = await ask<Registered>('undoImport', { of: taskId, expects: 202 });
  await ended(undo.taskId);
  await ask('getPreview', { of: undo.taskId });
  await ask('confirmTask', { of: undo.taskId, expects: 202 });
  await ended(undo.taskId);
  await ask('clearTaskInfo');
});

test('a batch', async () => {
  const { taskId } = await ask<Registered>('registerBatchTask', { expects: 202 });
  await ended(taskId);
  await ask('getFailedRecords', { of: taskId });
  await ask('pauseTask', { of: taskId, expects: 409 });
  await ask('resumeTask', { of: taskId, expects: 409 });
  await ask('getBatchStatistics', { of: 'book-payments' });
});

test('what operators ask', async () => {
  await ask('listRoutines');
  await ask('setCron', { of: 'close-day' });
  await ask('pauseRoutine', { of: 'close-day' });
  await ask('resumeRoutine', { of: 'close-day' });
  const { taskId } = await ask<Registered>('runRoutine', { of: 'close-day', expects: 202 });
  await ended(taskId);
  await ask('listRuns', { of: 'close-day' });
  await ask('listRetries');
  for (const id of ['retriesRun', 'retriesGiveUp']) await ask(id);
  for (const id of ['getRetry', 'retryRun', 'retryGiveUp'])
    await ask(id, { of: NOBODY, expects: 404 });
  await ask('getStory', { of: taskId });
  for (const id of ['getMe', 'getOverview', 'getThroughput', 'getStorage', 'listAlarms'])
    await ask(id);
  for (const id of ['listAudit', 'exportAudit', 'retryTasks', 'cancelTasks']) await ask(id);
});

test('a wrong method is 405 on every path, with what the path takes', async () => {
  const paths = Object.entries(document.paths).map(([path, operations]) => ({
    path: path.replace(/\{\w+\}/, NOBODY),
    takes: Object.keys(operations).map((method) => method.toUpperCase()),
  }));
  const others = ['/healthz', '/readyz', '/metrics', '/openapi.json', '/docs/'];
  for (const { path, takes } of [...paths, ...others.map((path) => ({ path, takes: ['GET'] }))]) {
    const { status, headers, body } = await rawCall(system.url + path, { method: 'DELETE' });
    expect([status, body], path).toMatchObject([405, { code: 'method_not_allowed' }]);
    const allowed = headers.get('allow')?.split(', ') ?? [];
    const expected = takes.includes('GET') ? [...takes, 'HEAD'] : takes;
    expect(allowed.toSorted(), path).toEqual(expected.toSorted());
  }
});

test('every call of the document was made', () => {
  expect(calls.map(({ operationId }) => operationId).filter((id) => !made.has(id))).toEqual([]);
});
