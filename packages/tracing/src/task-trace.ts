/**
 * The trace of a task: its id is the task's id, which has 128 bits too, so that no process has to
 * be told of it.
 */
import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { ended, TRACER } from './traced.js';

/** A span of the trace of a task. */
export interface TaskSpan {
  readonly name: string;
  readonly attributes?: Attributes;
  /** Milliseconds since 1970; default: now. */
  readonly startMs?: number;
}

const SPAN_DIGITS = 16;

/** As tools for traces show and take it: 32 hexadecimal digits. */
export const traceIdOf = (taskId: string): string => taskId.replaceAll('-', '').toLowerCase();

/** Runs `work` in the trace of the task. */
export function inTaskTrace<T>(
  taskId: string,
  { name, ...given }: TaskSpan,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const options = optionsOf(taskId, given);
  return TRACER.startActiveSpan(name, options, contextOf(taskId), (span) =>
    ended(span, () => work(span)),
  );
}

/** A span that is over: from `startMs` to now. It leads to the active trace, such as a call's. */
export function noteInTaskTrace(taskId: string, { name, ...given }: TaskSpan): void {
  const active = trace.getActiveSpan();
  active?.setAttribute('longshore.task.id', taskId);
  const links = active === undefined ? [] : [{ context: active.spanContext() }];
  const options = { ...optionsOf(taskId, given), links };
  TRACER.startSpan(name, options, contextOf(taskId)).end();
}

const optionsOf = (
  taskId: string,
  { attributes, startMs }: Omit<TaskSpan, 'name'>,
): SpanOptions => ({
  attributes: { 'longshore.task.id': taskId, ...attributes },
  // a number before the start of this process would be taken for one of its own clock
  ...(startMs !== undefined && { startTime: new Date(startMs) }),
});

/** The spans of a task have one parent, which nobody records. */
function contextOf(taskId: string): Context {
  const traceId = traceIdOf(taskId);
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId: traceId.slice(-SPAN_DIGITS),
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  });
}
