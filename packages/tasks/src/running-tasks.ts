/** The runs of this process, at most one a task, each with the means to stop it. */
import { AttemptStop, type AttemptStopReason } from './attempt-stop.js';
import type { AttemptRef } from './task.js';

export interface RunningTask {
  /** Aborted with a AttemptStop. */
  readonly signal: AbortSignal;
  /** The run claimed this attempt; until then no stop of an attempt is meant for the run. */
  claimed(attempt: number): void;
  end(): void;
}

export interface RunningTasks {
  /** Throws when the task runs here already: ask `has` first. */
  start(taskId: string): RunningTask;
  has(taskId: string): boolean;
  /** Stops the run of a task, whatever its attempt. Nothing happens when it does not run here. */
  stop(taskId: string, reason: AttemptStopReason): void;
  /** Stops the run when its attempt is this one or an earlier one. */
  stopAttempt(run: AttemptRef, reason: AttemptStopReason): void;
  stopAll(reason: AttemptStopReason): void;
}

interface Run {
  readonly controller: AbortController;
  attempt: number | null;
}

export function runningTasks(): RunningTasks {
  const running = new Map<string, Run>();
  return {
    start: (taskId) => {
      if (running.has(taskId)) throw new Error(`task ${taskId} runs in this process already`);
      const run: Run = { controller: new AbortController(), attempt: null };
      running.set(taskId, run);
      return {
        signal: run.controller.signal,
        claimed: (attempt) => {
          run.attempt = attempt;
        },
        end: () => void running.delete(taskId),
      };
    },
    has: (taskId) => running.has(taskId),
    stop: (taskId, reason) => running.get(taskId)?.controller.abort(new AttemptStop(reason)),
    stopAttempt: ({ taskId, attempt }, reason) => {
      const run = running.get(taskId);
      if (run === undefined || run.attempt === null || !(run.attempt <= attempt)) return;
      run.controller.abort(new AttemptStop(reason));
    },
    stopAll: (reason) => {
      for (const { controller } of running.values()) controller.abort(new AttemptStop(reason));
    },
  };
}
