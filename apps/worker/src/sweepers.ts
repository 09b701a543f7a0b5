/**
 * What every worker does beside its runs; several at once are harmless.
 * recoverer: queues what was registered but never queued. janitor: settles what passed its
 * deadline.
 * file sweeper: removes files whose ledger record is gone, and the database's traces of ended runs.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { closeRun, type RunnerDeps, removeAttempts } from '@longshore/runner';
import { startJanitor, startRecoverer, type TaskQueue, type TaskRecord } from '@longshore/tasks';

export interface Sweepers {
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface SweeperOptions {
  readonly ledgerTtlMs: number;
  readonly queue: TaskQueue;
  readonly deps: RunnerDeps;
}

export function startSweepers({ ledgerTtlMs, queue, deps }: SweeperOptions): Sweepers {
  const { tasks, log } = deps;
  const sweepers = [
    startRecoverer({ tasks, queue, log }),
    startJanitor({ tasks, log, onExpired: (task) => settleExpired(task, deps) }),
    startFileSweeper(ledgerTtlMs, deps),
  ];
  return {
    close: async () => void (await Promise.all(sweepers.map((sweeper) => sweeper.close()))),
  };
}

/** An expired task leaves no partial file, and no transaction of its run may commit any more. */
async function settleExpired(task: TaskRecord, deps: RunnerDeps): Promise<void> {
  await closeRun(task, deps);
  await removeAttempts({ taskId: task.taskId, first: 1, last: task.attempt }, deps);
  deps.log.info({ taskId: task.taskId, type: task.type }, 'task expired');
}

function startFileSweeper(ledgerTtlMs: number, deps: RunnerDeps): Sweepers {
  const stop = new AbortController();
  const everyMs = Math.min(HOUR_MS, ledgerTtlMs);
  const running = (async () => {
    while (!stop.signal.aborted) {
      // rejects only when closed
      await sleep(everyMs, undefined, { signal: stop.signal, ref: false }).catch(() => {});
      if (stop.signal.aborted) return;
      await sweepFiles(ledgerTtlMs, deps).catch((error: unknown) =>
        deps.log.warn({ err: error }, 'files could not be swept; next time'),
      );
    }
  })();
  return {
    close: () => {
      stop.abort();
      return running;
    },
  };
}

/**
 * A file is younger than its record by a moment at most, so only files older than a record can live
 * are looked at.
 */
async function sweepFiles(
  ledgerTtlMs: number,
  { store, tasks, business }: RunnerDeps,
): Promise<void> {
  const known = new Map<string, boolean>();
  for (const root of ['results', 'uploads']) {
    for await (const { key, modifiedAt } of store.list(root)) {
      const taskId = key.split('/')[1] ?? '';
      if (modifiedAt.getTime() > Date.now() - ledgerTtlMs) continue;
      if (!known.has(taskId)) known.set(taskId, (await tasks.record(taskId)) !== null);
      if (!known.get(taskId)) await store.remove(key);
    }
  }
  await store.removeUnfinished(DAY_MS);
  await business.database.sweep(ledgerTtlMs + longestLifeMs(business) + DAY_MS);
}

/**
 * A task may be run again as long as its record is kept; its run in the database is kept longer
 * than that.
 */
function longestLifeMs({ exports, imports }: RunnerDeps['business']): number {
  return Math.max(
    DAY_MS,
    ...[...exports.values(), ...imports.values()].map(({ ttlMs }) => ttlMs ?? 0),
  );
}
