/**
 * Removes the files of tasks whose ledger record is gone, unfinished uploads, and the database's
 * traces of ended runs. Runs in every worker process; several at once are harmless.
 */
import type { LoadedBusiness } from '@longshore/executors';
import {
  FILE_ROOTS,
  idMadeAtMs,
  type Sweeper,
  setAsideUnlessAway,
  startSweeper,
  type TaskRecord,
  taskOf,
} from '@longshore/tasks';
import type { RunServices } from '../run-services.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface FileSweeperOptions {
  /**
   * How long a ledger record lives: an older task without one is gone. At least a day is waited, so
   * that no upload is taken for one of those.
   */
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
  const traceOf = await traces(options);
  for (const root of FILE_ROOTS) {
    for await (const { key } of store.list(root))
      if ((await traceOf(key)) === 'gone') await store.remove(key);
  }
  await store.removeUnfinished(async (key) => (await traceOf(key)) !== 'needed');
  await business.database.sweep(ledgerTtlMs + longestLifeMs(business) + DAY_MS);
}

/**
 * What our own records say of a key, by Redis TIME; what the store tells of times is not asked.
 * `ended`: its task ended a day ago, so nobody writes under it any more; `gone`: so did its record.
 */
type Trace = 'needed' | 'ended' | 'gone';

/** A key is asked for once a task: the files of a task follow each other in a listing. */
async function traces(options: FileSweeperOptions): Promise<(key: string) => Promise<Trace>> {
  const { tasks } = options.services;
  const nowMs = await tasks.nowMs();
  const endedBefore = nowMs - DAY_MS;
  const madeBefore = nowMs - Math.max(options.ledgerTtlMs, DAY_MS);
  const known = new Map<string, Trace>();
  const ask = async (taskId: string): Promise<Trace> => {
    const record = await readRecord(taskId, options);
    if (record === 'unreadable') return 'needed';
    if (record !== null)
      return record.finishedAt !== null && record.finishedAt < endedBefore ? 'ended' : 'needed';
    const madeAtMs = idMadeAtMs(taskId);
    return madeAtMs !== null && madeAtMs < madeBefore ? 'gone' : 'needed';
  };
  return async (key) => {
    const taskId = taskOf(key);
    if (taskId === null) return 'needed';
    const trace = known.get(taskId) ?? (await ask(taskId));
    known.set(taskId, trace);
    return trace;
  };
}

/** A record that cannot be read keeps its files. */
async function readRecord(
  taskId: string,
  { onSetAside, services: { tasks, log } }: FileSweeperOptions,
): Promise<TaskRecord | null | 'unreadable'> {
  try {
    return await tasks.record(taskId);
  } catch (error) {
    await setAsideUnlessAway(taskId, error, { tasks, log, ...(onSetAside && { onSetAside }) });
    return 'unreadable';
  }
}

/**
 * A task may be run again as long as its record is kept; its run in the database is kept longer
 * than that.
 */
const longestLifeMs = ({ executors }: LoadedBusiness): number =>
  Math.max(DAY_MS, ...executors.map(({ ttlMs }) => ttlMs ?? 0));
