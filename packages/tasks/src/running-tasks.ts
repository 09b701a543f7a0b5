/**
 * The runs of this process, each with the means to stop it: at most one attempt a task, and any of
 * the helpers of a batch.
 */

import type { Kind } from '@longshore/contract';
import { AttemptStop, type AttemptStopReason } from './attempt-stop.js';
import type { AttemptRef } from './task.js';

export interface RunningTask {
  /** Aborted with an AttemptStop. */
  readonly signal: AbortSignal;
  /** The run claimed this attempt; until then no stop of an attempt is meant for the run. */
  claimed(attempt: number): void;
  end(): void;
}

/** What a run works on. `lane`: of a batch, 0 for the lead. */
export interface RunningWork {
  readonly taskId: string;
  readonly kind: Kind;
  readonly lane: number;
}

export interface RunningTasks {
  /** Throws when this job runs here already: ask `has` first. */
  start(jobId: string, work: RunningWork): RunningTask;
  has(jobId: string): boolean;
  /** Stops the run of a job, whatever its attempt. Nothing happens when it does not run here. */
  stop(jobId: string, reason: AttemptStopReason): void;
  /** Stops those runs of the task whose attempt is this one or an earlier one. */
  stopAttempt(run: AttemptRef, reason: AttemptStopReason): void;
  stopAll(reason: AttemptStopReason): void;
  list(): readonly RunningWork[];
}

interface Run extends RunningWork {
  readonly controller: AbortController;
  attempt: number | null;
}

export function runningTasks(): RunningTasks {
  const running = new Map<string, Run>();
  return {
    start: (jobId, work) => {
      if (running.has(jobId)) throw new Error(`job ${jobId} runs in this process already`);
      const run: Run = { ...work, controller: new AbortController(), attempt: null };
      running.set(jobId, run);
      return {
        signal: run.controller.signal,
        claimed: (attempt) => {
          run.attempt = attempt;
        },
        end: () => void running.delete(jobId),
      };
    },
    has: (jobId) => running.has(jobId),
    stop: (jobId, reason) => running.get(jobId)?.controller.abort(new AttemptStop(reason)),
    stopAttempt: ({ taskId, attempt }, reason) => {
      for (const run of running.values())
        if (run.taskId === taskId && run.attempt !== null && run.attempt <= attempt)
          run.controller.abort(new AttemptStop(reason));
    },
    list: () => [...running.values()].map(({ taskId, kind, lane }) => ({ taskId, kind, lane })),
    stopAll: (reason) => {
      for (const { controller } of running.values()) controller.abort(new AttemptStop(reason));
    },
  };
}
