/** The runs of this process, each with the means to stop it. Used by the task worker. */
import { RunStop, type RunStopReason } from './run-stop.js';

export interface RunningTasks {
  start(taskId: string): AbortSignal;
  end(taskId: string): void;
  has(taskId: string): boolean;
  /** Nothing happens when it does not run here. */
  stop(taskId: string, reason: RunStopReason): void;
  stopAll(reason: RunStopReason): void;
}

export function runningTasks(): RunningTasks {
  const running = new Map<string, AbortController>();
  const stop = (taskId: string, reason: RunStopReason) => running.get(taskId)?.abort(new RunStop(reason));
  return {
    start: (taskId) => {
      const controller = new AbortController();
      running.set(taskId, controller);
      return controller.signal;
    },
    end: (taskId) => void running.delete(taskId),
    has: (taskId) => running.has(taskId),
    stop,
    stopAll: (reason) => {
      for (const taskId of running.keys()) stop(taskId, reason);
    },
  };
}
