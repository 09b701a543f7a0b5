/** A span within the one that is going on. */
import { type Attributes, type Span, SpanStatusCode, trace } from '@opentelemetry/api';

export const TRACER = trace.getTracer('longshore');

/**
 * Runs `work` as a span of the active trace; outside of any trace, and so without an SDK, only
 * `work` runs.
 */
export function traced<T>(
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
): Promise<T> {
  if (trace.getActiveSpan() === undefined) return work();
  return TRACER.startActiveSpan(name, { attributes }, (span) => ended(span, work));
}

/** Its code or class: the message of a database may quote the value of a row. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error ? String(error.code) : error.name;
}

/** Ends the span with `work`, and says how it failed. */
export async function ended<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: kindOf(error) });
    throw error;
  } finally {
    span.end();
  }
}
