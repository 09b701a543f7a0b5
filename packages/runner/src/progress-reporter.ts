/**
 * Tells Redis how far a run is, every 500 ms and at the end: counts, rate and ETA; each write
 * is the heartbeat too. The answer may be "stop"; then the run's signal is aborted. Redis tells the
 * time left, so no local clock matters, and a timer ends the run at its deadline even when Redis is
 * silent.
 */
import { AppError } from '@longshore/contract';
import {
  type AttemptRef,
  AttemptStop,
  createFaultLog,
  type Log,
  type StopReason,
  type TaskStore,
} from '@longshore/tasks';
import { createRateMeter } from './rate-meter.js';
import type { RowCounts } from './row-counts.js';
import type { Parts } from './run-services.js';

const TICK_MS = 500;
/** A write that takes longer is a reason to ask Redis. */
const SILENCE_MS = 2_000;

/** Told the counts of a run, and tells whether the run must stop. */
export interface ProgressReporter {
  /** Aborted by the caller's signal, or when the store says that this run must stop. */
  readonly signal: AbortSignal;
  /** Notes the counts; the next tick writes them. */
  report(counts: RowCounts): void;
  /** The counts noted last. */
  counts(): RowCounts;
  /** Ends the ticking; with a last write, unless another one follows that tells the counts. */
  close(options?: { readonly writes?: boolean }): Promise<void>;
}

interface ReporterOptions {
  readonly tasks: TaskStore;
  readonly parts: Parts;
  readonly run: AttemptRef;
  /** Until the task's deadline. */
  readonly remainingMs: number;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Hears of the rows that were done since the last report. */
  readonly onRows: (rows: number) => void;
}

const isOutage = (error: unknown): boolean => error instanceof AppError && error.retryable;

export function startProgressReporter({
  tasks,
  parts,
  run,
  remainingMs,
  signal,
  log,
  onRows,
}: ReporterOptions): ProgressReporter {
  const stop = new AbortController();
  const meter = createRateMeter();
  const faults = createFaultLog(log);
  let told: number | null = run.attempt === 1 ? 0 : null;
  let counts: RowCounts = { total: null, succeeded: 0, failed: 0 };
  let writing: Promise<void> = Promise.resolve();

  const write = async () => {
    const silence = setTimeout(() => void parts.isAway('redis'), SILENCE_MS);
    const written = tasks.progress(run, { ...counts, ...meter.measure(counts) });
    const verdict = await written.finally(() => clearTimeout(silence));
    if (verdict !== 'go') stop.abort(new AttemptStop(verdict satisfies StopReason));
  };
  const tick = async () => {
    writing = write().then(
      () => faults.healed('progress is written again', run),
      (error: unknown) => {
        faults.failed(error, 'progress could not be written; the run goes on', run);
        if (isOutage(error)) parts.open('redis', error);
      },
    );
    await writing;
    if (!closed) timer = setTimeout(tick, TICK_MS);
  };
  let closed = false;
  let timer = setTimeout(tick, TICK_MS);
  const deadline = setTimeout(() => stop.abort(new AttemptStop('expired')), remainingMs);

  return {
    signal: AbortSignal.any([signal, stop.signal]),
    report: (next) => {
      counts = next;
      const done = next.succeeded + next.failed;
      // a later attempt begins with the rows of those before it
      if (told !== null && done > told) onRows(done - told);
      told = done;
    },
    counts: () => counts,
    close: async ({ writes = true } = {}) => {
      closed = true;
      clearTimeout(timer);
      clearTimeout(deadline);
      await writing;
      if (writes && !stop.signal.aborted && !signal.aborted) await tick();
    },
  };
}
