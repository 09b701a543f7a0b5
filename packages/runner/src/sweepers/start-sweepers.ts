/** What every worker process does beside its runs. Called by the worker. */
import { endRun } from '@longshore/executors';
import {
  type Sweeper,
  startJanitor,
  startRecoverer,
  type TaskQueue,
  type TaskRecord,
} from '@longshore/tasks';
import { attachLateFiles } from '../late-files.js';
import { removeAttempts } from '../remove-attempts.js';
import type { RunServices } from '../run-services.js';
import { startFileSweeper } from './file-sweeper.js';

/** What the sweepers work with. */
export interface SweepersOptions {
  /** How long a ledger record lives. */
  readonly ledgerTtlMs: number;
  readonly queue: TaskQueue;
  /** An entry was set aside because what Redis holds of it is broken. */
  readonly onSetAside: () => void;
  readonly services: RunServices;
}

/**
 * Starts the recoverer (queues what was registered but never queued), the janitor (settles what
 * passed its deadline) and the file sweeper.
 */
export function startSweepers({
  ledgerTtlMs,
  queue,
  onSetAside,
  services,
}: SweepersOptions): Sweeper {
  const { tasks, log } = services;
  const sweepers = [
    startRecoverer({ tasks, queue, log, onSetAside }),
    startJanitor({ tasks, log, onSetAside, onExpired: (task) => settleExpired(task, services) }),
    startFileSweeper({ ledgerTtlMs, onSetAside, services }),
  ];
  return {
    close: async () => void (await Promise.all(sweepers.map((sweeper) => sweeper.close()))),
  };
}

/**
 * An expired task leaves no partial file, and no transaction of its run may commit any more; the
 * rows that failed until then are in its error workbook.
 */
export async function settleExpired(task: TaskRecord, services: RunServices): Promise<void> {
  await endRun(task, services);
  await removeAttempts({ taskId: task.taskId, first: 1, last: task.attempt }, services);
  await attachLateFiles(task.taskId, services);
  services.log.info({ taskId: task.taskId, type: task.type }, 'task expired');
}
