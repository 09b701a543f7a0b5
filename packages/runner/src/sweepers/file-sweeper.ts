/**
 * Removes the files of tasks whose ledger record is gone, unfinished uploads, and the database's
 * traces of ended runs. Runs in every worker process; several at once are harmless.
 */
import type { LoadedBusiness } from '@longshore/executors';
import { FILE_ROOTS, type Sweeper, startSweeper, type TaskStore, taskOf } from '@longshore/tasks';
import type { RunServices } from '../run-services.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface FileSweeperOptions {
  /** How long a ledger record lives: a younger file always has a record. */
  readonly ledgerTtlMs: number;
  readonly services: RunServices;
}

/** Lists the whole store, so the first round comes after the first pause. */
export function startFileSweeper({ ledgerTtlMs, services }: FileSweeperOptions): Sweeper {
  const everyMs = Math.min(HOUR_MS, ledgerTtlMs);
  return startSweeper({
    name: 'file sweeper',
    everyMs,
    firstAfterMs: everyMs,
    log: services.log,
    round: () => sweepFiles(ledgerTtlMs, services),
  });
}

/** One round. Throws what the store and the database throw. */
export async function sweepFiles(ledgerTtlMs: number, services: RunServices): Promise<void> {
  const { store, business } = services;
  const isRecorded = recordLookup(services.tasks);
  const newest = Date.now() - ledgerTtlMs;
  for (const root of FILE_ROOTS) {
    for await (const { key, modifiedAt } of store.list(root)) {
      const taskId = taskOf(key);
      if (taskId === null || modifiedAt.getTime() > newest) continue;
      if (!(await isRecorded(taskId))) await store.remove(key);
    }
  }
  await store.removeUnfinished(DAY_MS);
  await business.database.sweep(ledgerTtlMs + longestLifeMs(business) + DAY_MS);
}

/** Asks once a task: the files of a task follow each other in a listing. */
function recordLookup(tasks: Pick<TaskStore, 'record'>): (taskId: string) => Promise<boolean> {
  const known = new Map<string, boolean>();
  return async (taskId) => {
    const isRecorded = known.get(taskId) ?? (await tasks.record(taskId)) !== null;
    known.set(taskId, isRecorded);
    return isRecorded;
  };
}

/**
 * A task may be run again as long as its record is kept; its run in the database is kept longer
 * than that.
 */
const longestLifeMs = ({ executors }: LoadedBusiness): number =>
  Math.max(DAY_MS, ...executors.map(({ ttlMs }) => ttlMs ?? 0));
