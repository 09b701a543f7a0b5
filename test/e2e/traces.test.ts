/**
 * What is seen of a task from outside: its trace, the id of its call, the metrics of its worker.
 */
import { freePort, waitUntil } from '@longshore/infra';
import { traceIdOf } from '@longshore/tracing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { type OtlpReceiver, startOtlpReceiver } from '../support/otlp-receiver.js';
import { type System, startSystem } from '../support/system.js';

const CALLER = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACEPARENT = `00-${CALLER}-00f067aa0ba902b7-01`;
const HEADER = ['商品编码', '商品名称', '分类', '价格', '状态'];

let receiver: OtlpReceiver;
let system: System;
let metricsUrl: string;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
  const port = await freePort();
  metricsUrl = `http://127.0.0.1:${port}/metrics`;
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_BSP_SCHEDULE_DELAY: '100',
    METRICS_PORT: String(port),
    SHOP_ORDERS: '2000',
  };
  system = await startSystem({ databaseUrl: inject('databaseUrl'), workers: 1, env });
});
afterAll(async () => {
  await system?.stop();
  await receiver?.stop();
});

const spansOf = (traceId: string) => receiver.spans().filter((span) => span.traceId === traceId);
const settledSpans = (taskId: string) =>
  waitUntil(
    async () => {
      const spans = spansOf(traceIdOf(taskId));
      return spans.some(({ name }) => name.startsWith('attempt ')) ? spans : null;
    },
    { what: `the trace of ${taskId}` },
  );

test('the trace of a task has its id, and goes from the click to the settling', async () => {
  const headers = { traceparent: TRACEPARENT };
  const { body } = await system.registerExport({ type: 'orders' }, { headers });
  await system.finished(body.taskId);
  const spans = await settledSpans(body.taskId);
  const ofWorker = ['attempt export', 'postgresql', 'queue', 'settle', 'store put'];
  const seen = new Set(spans.map(({ service, name }) => `${service} ${name}`));
  expect([...seen].toSorted()).toEqual([
    'longshore-api register',
    ...ofWorker.map((name) => `longshore-worker ${name}`),
  ]);
  const attempt = spans.find(({ name }) => name === 'attempt export');
  for (const name of ['postgresql', 'store put', 'settle'])
    expect(spans.find((span) => span.name === name)?.parentSpanId).toBe(attempt?.spanId);
});

test('the click is in the trace of whoever called, and leads to that of the task', async () => {
  const [click] = await waitUntil(
    async () => {
      const spans = spansOf(CALLER);
      return spans.length > 0 ? spans : null;
    },
    { what: 'the span of the call' },
  );
  expect(click).toMatchObject({
    service: 'longshore-api',
    parentSpanId: '00f067aa0ba902b7',
    attributes: { 'http.request.method': 'POST', 'http.response.status_code': 202 },
  });
  const taskId = String(click?.attributes['longshore.task.id']);
  const register = spansOf(traceIdOf(taskId)).find(({ name }) => name === 'register');
  expect(register?.links?.map(({ spanId }) => spanId)).toEqual([click?.spanId]);
});

test('statements are told without a value of a row', async () => {
  const secret = 'SECRET-NAME';
  const bytes = await makeWorkbook([HEADER, ['TR-1', secret, '', 1, '上架']]);
  const { body } = await system.registerImport('products', { name: 'p.xlsx', bytes });
  await system.finished(body.taskId);
  const spans = await settledSpans(body.taskId);
  expect(spans.some(({ attributes }) => /insert/i.test(String(attributes['db.query.text'])))).toBe(
    true,
  );
  expect(JSON.stringify(spans)).not.toContain(secret);
});

test('a call has one id: in its answer, its problem and the log', async () => {
  const headers = { 'x-request-id': 'click-4711' };
  const { body } = await system.registerExport({ type: 'orders' }, { owner: 'bea', headers });
  const line = await system.api.logged('registration', 10_000);
  expect(line).toBeDefined();
  expect(system.api.lines).toContainEqual(
    expect.objectContaining({ msg: 'registration', requestId: 'click-4711', taskId: body.taskId }),
  );
  const refused = await system.call<{ requestId: string }>('/api/tasks/none', { headers });
  expect(refused.body.requestId).toBe('click-4711');
  expect(refused.headers.get('x-request-id')).toBe('click-4711');
  const other = await system.call<{ requestId: string }>('/api/tasks/none');
  expect(other.headers.get('x-request-id')).toBe(other.body.requestId);
});

test('a worker counts attempts by outcome, rows and bytes; an API how long the foremost job waits', async () => {
  const text = await (await fetch(metricsUrl)).text();
  expect(text).toMatch(
    /longshore_attempts_total\{kind="export",type="orders",outcome="succeeded"\} [1-9]/,
  );
  expect(text).toMatch(/longshore_rows_total\{kind="export",type="orders"\} [24]000/);
  expect(text).toMatch(/longshore_stored_bytes_total [1-9]/);
  expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds \d/);
  const { body } = await system.call<string>('/metrics');
  expect(body).toMatch(/longshore_queue_oldest_seconds\{kind="export"\} \d/);
});
