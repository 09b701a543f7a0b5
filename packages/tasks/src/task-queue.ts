/**
 * The queue: one BullMQ queue per kind. A job is only the envelope that carries a task to a worker;
 * what it is and how it stands is in the entity. Used by the API to queue, by the recoverer to
 * queue again.
 */
import { type Kind, TASK_KINDS } from '@longshore/contract';
import { type Job, Queue } from 'bullmq';
import type { RedisClient } from './connect-redis.js';
import { queuePrefix } from './keys.js';
import { callRedis } from './redis-call.js';
import type { Task } from './task.js';
import type { TaskStore, Turn } from './task-store.js';

export interface TaskJob {
  readonly taskId: string;
  readonly owner: string;
  readonly version: number;
  /** Of a batch: the lane that a helper works on. Default 0: the job of the task's own attempt. */
  readonly lane?: number;
}

/** Jobs of one queue by state. */
export type JobCounts = Readonly<Record<string, number>>;

type QueuedTask = Pick<Task, 'taskId' | 'owner' | 'kind'>;

/** The queues of all kinds. */
export interface TaskQueue {
  /**
   * Queues the tasks of an owner whose turn it is: see `TaskStore.advance`. Default: of every
   * kind. Throws AppError redis_unavailable.
   */
  admit(owner: string, kinds?: readonly Kind[]): Promise<void>;
  /**
   * Adds the task's job, unless it has one, and takes the task out of the outbox; a delayed job
   * waits no longer. While the job of an earlier attempt still runs to its end, the task stays in
   * the outbox, for the recoverer: false. Throws AppError redis_unavailable.
   */
  enqueue(task: QueuedTask): Promise<boolean>;
  /**
   * Adds a job for a helper of a running batch, unless there is one; it has no part in the task's
   * life, and whoever takes it asks whether the task still runs. Throws AppError redis_unavailable.
   */
  enqueueHelper(task: Pick<Task, 'taskId' | 'owner' | 'kind'>, lane: number): Promise<void>;
  /**
   * How the job of a helper stands; `active`: a worker that lives has it. Throws AppError
   * redis_unavailable.
   */
  helperState(kind: Kind, taskId: string, lane: number): Promise<'queued' | 'active' | 'gone'>;
  /** How the job of this task stands; `queued`: it waits or runs. */
  stateOf(kind: Kind, taskId: string): Promise<'queued' | 'delayed' | 'gone'>;
  /**
   * Ids of waiting jobs: some of those that are next, and some of those that are last before the
   * helpers.
   */
  foremost(kind: Kind): Promise<string[]>;
  /** `waiting` counts those too that wait in the lines of their owners. */
  counts(kind: Kind): Promise<JobCounts>;
  /** BullMQ's own queues, for a board that shows them; not to be written to. */
  readonly bullQueues: readonly object[];
  close(): Promise<void>;
}

interface TaskQueueOptions {
  readonly redis: RedisClient;
  readonly tasks: Pick<TaskStore, 'markQueued' | 'advance' | 'countLined'>;
}

/** Version of the jobs that this code queues. */
export const JOB_VERSION = 1;
const BEST_PRIORITY = 1;
/** The last of BullMQ: whoever waits with a task of his own goes before the helpers of another. */
const HELPER_PRIORITY = 2_097_151;
/** BullMQ's score of a waiting job: priority times 2^32, and a number that counts up. */
const LAST_OWN_SCORE = HELPER_PRIORITY * 2 ** 32 - 1;
const SOME_JOBS = 20;
const COUNTED = ['waiting', 'prioritized', 'active', 'delayed'] as const;
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
    admit: async (owner, kinds = TASK_KINDS) => {
      const turns = await tasks.advance(owner, kinds);
      await Promise.all(turns.map((turn) => admitTurn(owner, turn)));
    },
    enqueue: (task) => enqueue(task, BEST_PRIORITY),
    enqueueHelper: ({ taskId, owner, kind }, lane) =>
      callRedis(redis, async () => {
        const data = { taskId, owner, version: JOB_VERSION, lane };
        const jobId = helperJobId(taskId, lane);
        await queueOf(kind).add(kind, data, { ...UNKEPT, jobId, priority: HELPER_PRIORITY });
      }),
    helperState: (kind, taskId, lane) =>
      callRedis(redis, async () => {
        const queue = queueOf(kind);
        const jobId = helperJobId(taskId, lane);
        const state = await queue.getJobState(jobId);
        if (ENDED.includes(state)) return 'gone';
        const isHeld = state === 'active' && (await isLocked(queue, jobId));
        return isHeld ? 'active' : 'queued';
      }),
    stateOf: (kind, taskId) =>
      callRedis(redis, async () => {
        const state = await queueOf(kind).getJobState(taskId);
        if (ENDED.includes(state)) return 'gone';
        return state === 'delayed' ? 'delayed' : 'queued';
      }),
    foremost: (kind) =>
      callRedis(redis, async () => {
        const queue = queueOf(kind);
        const [wait, prioritized] = [queue.toKey('wait'), queue.toKey('prioritized')];
        const some = [0, SOME_JOBS] as const;
        const ids = await Promise.all([
          redis.lrange(wait, -SOME_JOBS, -1),
          redis.zrangebyscore(prioritized, '-inf', LAST_OWN_SCORE, 'LIMIT', ...some),
          redis.zrevrangebyscore(prioritized, LAST_OWN_SCORE, '-inf', 'LIMIT', ...some),
        ]);
        return [...new Set(ids.flat())];
      }),
    counts: async (kind) => {
      const [jobs, lined] = await Promise.all([
        callRedis(redis, () => queueOf(kind).getJobCounts(...COUNTED)),
        tasks.countLined(kind),
      ]);
      const { waiting = 0, prioritized = 0, active = 0, delayed = 0 } = jobs;
      return { waiting: waiting + prioritized + lined, active, delayed };
    },
    bullQueues: [...queues.values()],
    close: async () => void (await Promise.all([...queues.values()].map((queue) => queue.close()))),
  };

  /**
   * BullMQ misses a dead worker only where another one has room, which it may not have for hours.
   */
  async function isLocked(queue: Queue<TaskJob>, jobId: string): Promise<boolean> {
    return (await redis.exists(queue.toKey(`${jobId}:lock`))) === 1;
  }

  async function admitTurn(
    owner: string,
    { kind, taskId, priority, isQueued }: Turn,
  ): Promise<void> {
    if (isQueued) await callRedis(redis, () => reprioritize(queueOf(kind), taskId, priority));
    else await enqueue({ taskId, owner, kind }, priority);
  }

  async function enqueue({ taskId, owner, kind }: QueuedTask, priority: number): Promise<boolean> {
    const isQueued = await callRedis(redis, async () => {
      const job = await queueOf(kind).add(
        kind,
        { taskId, owner, version: JOB_VERSION },
        { ...UNKEPT, jobId: taskId, priority },
      );
      return isToRun(job);
    });
    if (isQueued) await tasks.markQueued(taskId);
    return isQueued;
  }
}

/** A job that has gone meanwhile needs none. */
async function reprioritize(
  queue: Queue<TaskJob>,
  taskId: string,
  priority: number,
): Promise<void> {
  const job = await queue.getJob(taskId);
  await job?.changePriority({ priority }).catch((error: unknown) => {
    if (!String(error).includes('Missing key for job')) throw error;
  });
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
 * A task may still have the job of an earlier attempt. One that waited need not wait any longer.
 * One that runs may end without a look at the task: false, nothing is sure yet.
 */
async function isToRun(job: Job<TaskJob>): Promise<boolean> {
  const state = await job.getState();
  if (state === 'active') return false;
  if (state !== 'delayed') return true;
  await job.promote().catch((error: unknown) => {
    // it started by itself in between
    if (!String(error).includes('not in the delayed state')) throw error;
  });
  return true;
}
