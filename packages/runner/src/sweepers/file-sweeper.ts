/**
 * Removes the files of tasks whose ledger record is gone, unfinished uploads, and the database's
 * traces of ended runs. Runs in every worker process; several at once are harmless.
 */
import type { LoadedBusiness } from '@longshore/executors';
import {
  FILE_ROOTS,
  type Sweeper,
  setAsideUnlessAway,
  startSweeper,
  taskOf,
} from '@longshore/tasks';
import type { RunServices } from '../run-services.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface FileSweeperOptions {
  /** How long a ledger record lives: a younger file always has a record. */
  readonly ledgerTtlMs: number;
  /** A record that cannot be read was set aside. */
  readonly onSetAside?: () => void;
  readonly services: RunServices;
}

/** Lists the whole store, so the first round comes after the first pause. */
export function startFileSweeper(options: FileSweeperOptions): Sweeper {
  const { ledgerTtlMs, services } = options;
  const everyMs = Math.min(HOUR_MS, ledgerTtlMs);
  return startSweeper({
    name: 'file sweeper',
    everyMs,
    firstAfterMs: everyMs,
    log: services.log,
    round: () => sweepFiles(options),
  });
}

/** One round. Throws what the store and the database throw. */
export async function sweepFiles(options: FileSweeperOptions): Promise<void> {
  const { ledgerTtlMs, services } = options;
  const { store, business } = services;
  const isRecorded = recordLookup(options);
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

/**
 * Asks once a task: the files of a task follow each other in a listing. A record that cannot be
 * read keeps its files.
 */
function recordLookup({ onSetAside, services }: FileSweeperOptions) {
  const { tasks, log } = services;
  const known = new Map<string, boolean>();
  const ask = async (taskId: string): Promise<boolean> => {
    try {
      return (await tasks.record(taskId)) !== null;
    } catch (error) {
      await setAsideUnlessAway(taskId, error, { tasks, log, ...(onSetAside && { onSetAside }) });
      return true;
    }
  };
  return async (taskId: string): Promise<boolean> => {
    const isRecorded = known.get(taskId) ?? (await ask(taskId));
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
