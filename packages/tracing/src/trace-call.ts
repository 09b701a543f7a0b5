/** The span of an HTTP call, within the trace of whoever calls. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { TRACER } from './traced.js';

const FAULTS_FROM = 500;

/**
 * Begins the span, which ends with the answer; `route` is asked then. Returns how to run what
 * answers the call, so that its spans stand within this one.
 */
export function traceCall(
  req: IncomingMessage,
  res: ServerResponse,
  route: () => string,
): <T>(answer: () => T) => T {
  const { method = '' } = req;
  const caller = propagation.extract(context.active(), req.headers);
  const attributes = { 'http.request.method': method };
  const span = TRACER.startSpan(method, { kind: SpanKind.SERVER, attributes }, caller);
  if (!span.isRecording()) return (answer) => answer();
  res.once('close', () => {
    const { statusCode } = res;
    span.updateName(`${method} ${route()}`);
    span.setAttributes({ 'http.route': route(), 'http.response.status_code': statusCode });
    if (statusCode >= FAULTS_FROM) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  return (answer) => context.with(trace.setSpan(caller, span), answer);
}
