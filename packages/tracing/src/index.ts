/** The door: spans, recorded where the process has an SDK of OpenTelemetry. */

export { inTaskTrace, noteInTaskTrace, type TaskSpan, traceIdOf } from './task-trace.js';
export { traceCall } from './trace-call.js';
export { traced } from './traced.js';
