/**
 * Runs one attempt as a worker does, by the runner's own way of each kind. Only what Redis knows of
 * a task is held in memory here: its entity, its progress, the queue's helpers.
 */
import { type ProgressReporter, type RunServices, runKind } from '@longshore/runner';
import type { AttemptOutcome, ExportTask, Task, TaskQueue, TaskStore } from '@longshore/tasks';
import { v7 } from 'uuid';
import { callerOf, type TestCaller, type Tested } from './tested.js';

const DAY_MS = 24 * 3_600_000;
const NO_PROGRESS = { done: 0, total: null, rowsPerSecond: null, etaMs: null };
const NO_COUNTS = { total: null, succeeded: 0, failed: 0, unprocessed: null };

/** Throws what the executor and the services throw. */
export async function runInMemory(task: Task, tested: Tested): Promise<AttemptOutcome> {
  const outcome = await runKind(task, reporterInMemory(), servicesOf(tested));
  tested.finished.set(task.taskId, { ...task, phase: outcome.phase, notices: outcome.notices });
  return outcome;
}

/** What tasks of all kinds have, as their first attempt finds them. */
export type FirstAttempt = Omit<
  ExportTask,
  | ('kind' | 'type' | 'params' | 'storedParams' | 'format' | 'fileName' | 'columns')
  | ('rowsPerFile' | 'manifest' | 'checkpoint')
>;

export function firstAttempt(caller: TestCaller): FirstAttempt {
  const now = Date.now();
  return {
    ...callerOf(caller),
    taskId: v7(),
    phase: 'running',
    ttlMs: DAY_MS,
    maxAttempts: 1,
    attempt: 1,
    formerAttempts: 0,
    spent: 0,
    progress: NO_PROGRESS,
    counts: NO_COUNTS,
    result: null,
    issues: null,
    notices: [],
    error: null,
    registeredAt: now,
    startedAt: now,
    claimedAt: now,
    finishedAt: null,
    expiresAt: now + DAY_MS,
    waitsUntil: null,
    undoes: null,
    isCallerKnown: true,
  };
}

function reporterInMemory(): ProgressReporter {
  let counts: ReturnType<ProgressReporter['counts']> = { total: null, succeeded: 0, failed: 0 };
  return {
    signal: new AbortController().signal,
    report: (next) => {
      counts = next;
    },
    counts: () => counts,
    close: async () => {},
  };
}

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const servicesOf = ({ business, store, finished }: Tested): RunServices => ({
  business,
  store,
  tasks: tasksInMemory(finished),
  queue: QUEUE,
  parts: { isAway: async () => false, open: () => {}, wasAway: () => false },
  worker: 'test',
  onBatchPage: () => {},
  log: SILENT,
});

/** No helper takes a lane: the lead of a batch works on all of them. */
const QUEUE: Pick<TaskQueue, 'admit' | 'enqueueHelper' | 'helperState'> = {
  admit: async () => {},
  enqueueHelper: async () => {},
  helperState: async () => 'gone',
};

/** What a run asks of the store of tasks while it runs. */
function tasksInMemory(finished: Tested['finished']): TaskStore {
  const asked: Partial<TaskStore> = {
    nowMs: async () => Date.now(),
    find: async (taskId) => finished.get(taskId) ?? null,
    record: async (taskId) => {
      const task = finished.get(taskId);
      return task === undefined ? null : { ...task, attempts: [], downloads: 0, cleared: false };
    },
    // a batch after an import, and the import of a dropped file, are registered and run apart
    register: async () => ({ registered: false, taskId: v7(), sameBody: true }),
    checkpoint: async () => false,
    correctCounts: async () => {},
    keepHeaderChoice: async () => {},
  };
  return asked as TaskStore; // a run asks for nothing else
}
