/** The runs of this process, each with the means to stop it. Used by the task worker. */
import { AttemptStop, type AttemptStopReason } from './attempt-stop.js';

interface RunningTask {
  /** Aborted with a AttemptStop. */
  readonly signal: AbortSignal;
  end(): void;
}

export interface RunningTasks {
  /** A task may run twice at once: a run that lost its lock may not know it yet. */
  start(taskId: string): RunningTask;
  has(taskId: string): boolean;
  /** Nothing happens when it does not run here. */
  stop(taskId: string, reason: AttemptStopReason): void;
  stopAll(reason: AttemptStopReason): void;
}

export function runningTasks(): RunningTasks {
  const running = new Set<{ taskId: string; controller: AbortController }>();
  const of = (taskId: string) => [...running].filter((run) => run.taskId === taskId);
  return {
    start: (taskId) => {
      const run = { taskId, controller: new AbortController() };
      running.add(run);
      return { signal: run.controller.signal, end: () => void running.delete(run) };
    },
    has: (taskId) => of(taskId).length > 0,
    stop: (taskId, reason) => {
      for (const { controller } of of(taskId)) controller.abort(new AttemptStop(reason));
    },
    stopAll: (reason) => {
      for (const { controller } of running) controller.abort(new AttemptStop(reason));
    },
  };
}
