/** Work on a call while its lease is renewed, and with an end to it. */
import type { CallAttempt, RetryLedger } from '@longshore/database';

/** What bounds an attempt. */
export interface AttemptLimits {
  readonly timeoutMs: number;
  /** Those who may stop the work. */
  readonly signals: readonly AbortSignal[];
}

/** Renewals in the time of a lease. */
const BEATS = 3;

/**
 * Rejects as soon as the time is over or a signal aborts, whether or not the work heeds its signal.
 */
export async function withinLimits<Result>(
  { timeoutMs, signals }: AttemptLimits,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const ending = new AbortController();
  const { signal } = ending;
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  const timer = setTimeout(
    () => ending.abort(new DOMException(`took longer than ${timeoutMs} ms`, 'TimeoutError')),
    timeoutMs,
  );
  const forget = signals.map((outer) => {
    const stop = () => ending.abort(outer.reason);
    outer.addEventListener('abort', stop);
    if (outer.aborted) stop();
    return () => outer.removeEventListener('abort', stop);
  });
  try {
    return await Promise.race([stopped, signal.aborted ? stopped : work(signal)]);
  } finally {
    clearTimeout(timer);
    for (const one of forget) one();
  }
}

interface Lease {
  readonly ledger: Pick<RetryLedger, 'renew'>;
  readonly leaseMs: number;
}

/** `work` gets a signal that aborts when a later attempt has the call. */
export async function underLease<Result>(
  { ledger, leaseMs }: Lease,
  held: CallAttempt,
  work: (overtaken: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const overtaken = new AbortController();
  const beat = async () => {
    const isOwn = await ledger.renew(held, leaseMs);
    if (!isOwn) overtaken.abort(new Error(`attempt ${held.attempt} was taken over`));
  };
  // The next beat asks again; where none is answered, the lease lapses, and the end tells it.
  const timer = setInterval(() => void beat().catch(() => {}), leaseMs / BEATS);
  try {
    return await work(overtaken.signal);
  } finally {
    clearInterval(timer);
  }
}
