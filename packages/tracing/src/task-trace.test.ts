import { trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inTaskTrace, noteInTaskTrace, traceIdOf } from './task-trace.js';
import { traced } from './traced.js';

const TASK = '01a22008-288c-75c4-bfb5-e02aa46b354c';

test('without an SDK only the work runs', async () => {
  const seen = await inTaskTrace(TASK, { name: 'attempt' }, () =>
    traced('sql', {}, async () => trace.getActiveSpan()),
  );
  noteInTaskTrace(TASK, { name: 'queue' });
  expect(seen).toBeUndefined();
});

describe('with an SDK', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const spans = () =>
    exporter.getFinishedSpans().map((span) => ({ name: span.name, ...span.spanContext(), span }));
  beforeAll(() => provider.register());
  beforeEach(() => exporter.reset());
  afterAll(() => provider.shutdown());

  test('the trace of a task has its id, in every process', async () => {
    await inTaskTrace(TASK, { name: 'attempt' }, () => traced('sql', { rows: 3 }, async () => {}));
    const [sql, attempt] = spans();
    expect([sql?.name, attempt?.name]).toEqual(['sql', 'attempt']);
    expect(attempt?.traceId).toBe('01a22008288c75c4bfb5e02aa46b354c');
    expect(attempt?.traceId).toBe(traceIdOf(TASK));
    expect(sql?.span.parentSpanContext?.spanId).toBe(attempt?.spanId);
    expect(sql?.span.attributes).toEqual({ rows: 3 });
  });

  test('outside of a trace no span begins', async () => {
    await traced('sql', {}, async () => {});
    expect(spans()).toEqual([]);
  });

  test('a failure is told by its code, without a value, and thrown', async () => {
    const refusal = Object.assign(new Error('duplicate key: Ann'), { code: '23505' });
    const failing = inTaskTrace(TASK, { name: 'attempt' }, () => Promise.reject(refusal));
    await expect(failing).rejects.toThrow(refusal);
    expect(spans()[0]?.span.status).toMatchObject({ message: '23505' });
  });

  test('what is over begins when it began, and leads to the trace that is going on', async () => {
    await provider.getTracer('caller').startActiveSpan('call', async (call) => {
      noteInTaskTrace(TASK, { name: 'register', startMs: 1_000 });
      call.end();
    });
    const [register, call] = spans();
    // before this process began
    expect(register?.span.startTime).toEqual([1, 0]);
    expect(register?.span.links.map(({ context }) => context.spanId)).toEqual([call?.spanId]);
    expect(call?.span.attributes).toEqual({ 'longshore.task.id': TASK });
  });
});
