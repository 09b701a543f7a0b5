import { trace } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { startTracing } from './start-tracing.js';

const ENDPOINT = 'http://127.0.0.1:9';
const isRecorded = (): boolean => {
  const span = trace.getTracer('test').startSpan('one');
  span.end();
  return span.isRecording();
};

test.each([
  [{}],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT, OTEL_SDK_DISABLED: 'true' }],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }],
])('%j asks for no traces: nothing is recorded', async (env) => {
  const tracing = await startTracing('api', env);
  expect(isRecorded()).toBe(false);
  await tracing.close();
});
