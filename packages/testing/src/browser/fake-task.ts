/**
 * A task of the task centre in memory, and the moves that a test makes in the place of a worker.
 */
import type { Counts, Kind, Phase, Progress } from '@longshore/contract/browser';

/** A task of the task centre in memory, as it stands now. */
export interface FakeTask {
  readonly taskId: string;
  readonly kind: Kind;
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What was uploaded; null: nothing. */
  readonly upload: { readonly name: string; readonly sizeBytes: number } | null;
  phase: Phase;
  progress: Progress;
  counts: Counts;
  /** Null: not failed. */
  error: { readonly code: string; readonly message: string } | null;
  /** Null: there is none. */
  fileName: string | null;
  hasIssues: boolean;
  isCleared: boolean;
  readonly registeredAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  readonly expiresAt: number;
}

/** How a task ends. */
export interface Ending {
  /** Rows that were exported, saved or processed. Default 1. */
  readonly succeeded?: number;
  /** Rows that were not: with any, the task ends partial, with an error workbook. Default 0. */
  readonly failed?: number;
  /** Default: the type with `.xlsx`. */
  readonly fileName?: string;
}

const LIFE_MS = 30 * 60_000;

export const newTask = (
  task: Pick<FakeTask, 'kind' | 'type' | 'params' | 'upload'>,
  now: number,
): FakeTask => ({
  ...task,
  taskId: crypto.randomUUID(),
  phase: 'queued',
  progress: { done: 0, total: null, rowsPerSecond: null, etaMs: null },
  counts: { total: null, succeeded: 0, failed: 0, unprocessed: null },
  error: null,
  fileName: null,
  hasIssues: false,
  isCleared: false,
  registeredAt: now,
  startedAt: null,
  finishedAt: null,
  expiresAt: now + LIFE_MS,
});

export function runTask(task: FakeTask, progress: Partial<Progress>, now: number): void {
  task.phase = 'running';
  task.startedAt ??= now;
  task.progress = { ...task.progress, ...progress };
  const { done, total } = task.progress;
  const unprocessed = total === null ? null : total - done;
  task.counts = { total, succeeded: done, failed: 0, unprocessed };
}

export function finishTask(
  task: FakeTask,
  { succeeded = 1, failed = 0, fileName = `${task.type}.xlsx` }: Ending,
  now: number,
): void {
  const total = succeeded + failed;
  runTask(task, { done: total, total }, now);
  task.phase = failed > 0 ? 'partial' : 'succeeded';
  task.counts = { total, succeeded, failed, unprocessed: 0 };
  task.fileName = task.kind === 'export' ? fileName : null;
  task.hasIssues = failed > 0;
  task.finishedAt = now;
}

export function endTask(
  task: FakeTask,
  phase: 'failed' | 'cancelled' | 'expired',
  error: FakeTask['error'],
  now: number,
): void {
  task.phase = phase;
  task.error = error;
  task.finishedAt = now;
}
