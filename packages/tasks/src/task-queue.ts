/**
 * The queue: one BullMQ queue per kind. A job is only the envelope that carries a task to a worker;
 * what it is and how it stands is in the entity. Used by the API to queue, by the recoverer to
 * queue again.
 */
import { type Kind, TASK_KINDS } from '@longshore/contract';
import { Queue } from 'bullmq';
import type { RedisClient } from './connect-redis.js';
import { queuePrefix } from './keys.js';
import { callRedis } from './redis-call.js';
import type { Task } from './task.js';
import type { TaskMaintenance } from './task-store.js';

export interface TaskJob {
  readonly taskId: string;
  readonly owner: string;
  readonly version: number;
  /** Of a batch: the lane that a helper works on. Default 0: the job of the task's own attempt. */
  readonly lane?: number;
}

/** Jobs of one queue by state. */
export type JobCounts = Readonly<Record<string, number>>;

/** The queues of all kinds. */
export interface TaskQueue {
  /**
   * Adds the task's job, unless it has one, and takes the task out of the outbox; a delayed job
   * waits no longer. While the job of an earlier attempt still runs to its end, the task stays in
   * the outbox, for the recoverer. Throws AppError redis_unavailable.
   */
  enqueue(task: Pick<Task, 'taskId' | 'owner' | 'kind' | 'attempt'>): Promise<void>;
  /**
   * Adds a job for a helper of a running batch, unless there is one; it has no part in the task's
   * life, and whoever takes it asks whether the task still runs. Throws AppError redis_unavailable.
   */
  enqueueHelper(task: Pick<Task, 'taskId' | 'owner' | 'kind'>, lane: number): Promise<void>;
  /** How the job of a helper stands. Throws AppError redis_unavailable. */
  helperState(kind: Kind, taskId: string, lane: number): Promise<'queued' | 'active' | 'gone'>;
  /** How the job of this task stands; `queued`: it waits or runs. */
  stateOf(kind: Kind, taskId: string): Promise<'queued' | 'delayed' | 'gone'>;
  counts(kind: Kind): Promise<JobCounts>;
  close(): Promise<void>;
}

interface TaskQueueOptions {
  readonly redis: RedisClient;
  readonly tasks: Pick<TaskMaintenance, 'markQueued'>;
}

/** Version of the jobs that this code queues. */
export const JOB_VERSION = 1;
const ENDED = ['completed', 'failed', 'unknown'];
/** Events that BullMQ keeps of a queue; nobody reads them. */
const KEPT_EVENTS = 100;

/** History is the ledger's; a kept finished job would swallow the next one of its id. */
const UNKEPT = { removeOnComplete: true, removeOnFail: true };
/** BullMQ takes no colon in the id of a job. */
const helperJobId = (taskId: string, lane: number): string => `${taskId}.${lane}`;

/** `redis`: from `connectRedis`; closing it stays with the caller. */
export function createTaskQueue({ redis, tasks }: TaskQueueOptions): TaskQueue {
  const queues = new Map<Kind, Queue<TaskJob>>(
    TASK_KINDS.map((kind) => [kind, createQueue(kind, redis)]),
  );
  const queueOf = (kind: Kind): Queue<TaskJob> => queues.get(kind) ?? createQueue(kind, redis);

  return {
    enqueue: async ({ taskId, owner, kind, attempt }) => {
      const isQueued = await callRedis(redis, async () => {
        const queue = queueOf(kind);
        await queue.add(
          kind,
          { taskId, owner, version: JOB_VERSION },
          { ...UNKEPT, jobId: taskId },
        );
        return attempt === 0 || (await isToRun(queue, taskId));
      });
      if (isQueued) await tasks.markQueued(taskId);
    },
    enqueueHelper: ({ taskId, owner, kind }, lane) =>
      callRedis(redis, async () => {
        const data = { taskId, owner, version: JOB_VERSION, lane };
        await queueOf(kind).add(kind, data, { ...UNKEPT, jobId: helperJobId(taskId, lane) });
      }),
    helperState: (kind, taskId, lane) =>
      callRedis(redis, async () => {
        const state = await queueOf(kind).getJobState(helperJobId(taskId, lane));
        if (ENDED.includes(state)) return 'gone';
        return state === 'active' ? 'active' : 'queued';
      }),
    stateOf: (kind, taskId) =>
      callRedis(redis, async () => {
        const state = await queueOf(kind).getJobState(taskId);
        if (ENDED.includes(state)) return 'gone';
        return state === 'delayed' ? 'delayed' : 'queued';
      }),
    counts: (kind) =>
      callRedis(redis, () => queueOf(kind).getJobCounts('waiting', 'active', 'delayed')),
    close: async () => void (await Promise.all([...queues.values()].map((queue) => queue.close()))),
  };
}

function createQueue(kind: Kind, redis: RedisClient): Queue<TaskJob> {
  const queue = new Queue<TaskJob>(kind, {
    connection: redis,
    prefix: queuePrefix(kind),
    streams: { events: { maxLen: KEPT_EVENTS } },
  });
  queue.on('error', () => {}); // each call reports its own failure
  return queue;
}

/**
 * A task that is run again may still have the job of its last attempt. One that waited need not
 * wait any longer. One that runs may end without a look at the task: false, nothing is sure yet.
 */
async function isToRun(queue: Queue<TaskJob>, taskId: string): Promise<boolean> {
  const job = await queue.getJob(taskId);
  if (await job?.isActive()) return false;
  if (!(await job?.isDelayed())) return true;
  await job?.promote().catch((error: unknown) => {
    // it started by itself in between
    if (!String(error).includes('not in the delayed state')) throw error;
  });
  return true;
}
