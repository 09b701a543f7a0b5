/** Queues and workers of the whole fleet, as operators see them. */
import { type Overview, type QueueState, TASK_KINDS, type WorkerState } from '@longshore/contract';
import type { KnownWorker, TaskRecord } from '@longshore/tasks';
import type { CentreServices } from '../services.js';

/** Runs whose records are read; of those beyond only ids are told. */
const MOST_RECORDS = 200;

type Asked = Pick<CentreServices, 'tasks' | 'queue'>;

export async function overviewOf({
  tasks,
  queue,
  boardPath,
}: Asked & Pick<CentreServices, 'boardPath'>): Promise<Overview> {
  const [now, queues, workers] = await Promise.all([
    tasks.nowMs(),
    queueStates({ tasks, queue }),
    tasks.fleet.workers(),
  ]);
  const records = await recordsOf(workers, tasks);
  return {
    at: iso(now),
    queues,
    workers: workers.map((worker) => workerState(worker, records)),
    board: boardPath,
  };
}

async function queueStates({ tasks, queue }: Asked): Promise<QueueState[]> {
  const [now, since, counts] = await Promise.all([
    tasks.nowMs(),
    tasks.fleet.waitingSince(),
    Promise.all(TASK_KINDS.map((kind) => queue.counts(kind))),
  ]);
  return TASK_KINDS.map((kind, i) => {
    const { waiting = 0, active = 0, delayed = 0 } = counts[i] ?? {};
    const oldest = since[kind];
    const oldestWaitingMs = oldest === undefined ? null : Math.max(0, now - oldest);
    return { kind, waiting, active, delayed, oldestWaitingMs };
  });
}

async function recordsOf(
  workers: readonly KnownWorker[],
  tasks: Asked['tasks'],
): Promise<ReadonlyMap<string, TaskRecord>> {
  const ids = [...new Set(workers.flatMap(({ runs }) => runs.map(({ taskId }) => taskId)))];
  const records = await Promise.all(ids.slice(0, MOST_RECORDS).map(tasks.record));
  return new Map(
    records.flatMap((record) => (record === null ? [] : [[record.taskId, record] as const])),
  );
}

function workerState(
  { startedAt, seenAt, runs, kinds, ...worker }: KnownWorker,
  records: ReadonlyMap<string, TaskRecord>,
): WorkerState {
  return {
    ...worker,
    kinds: [...kinds],
    startedAt: iso(startedAt),
    seenAt: iso(seenAt),
    runs: runs.map((run) => {
      const {
        type = null,
        owner = null,
        attempt = null,
        progress = null,
      } = records.get(run.taskId) ?? {};
      return { ...run, type, owner, attempt, progress };
    }),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
