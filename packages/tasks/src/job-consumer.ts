/**
 * Takes jobs off the queues and gives their tasks to `process`, one BullMQ worker per kind. Whether
 * and when a task is run again is decided by `process` and counted in the entity; BullMQ only
 * carries the job. Used by the worker app.
 */
import { hostname } from 'node:os';
import { pid } from 'node:process';
import { ERROR_CODES, type Kind } from '@longshore/contract';
import { type Job, Worker } from 'bullmq';
import { connectRedis, type RedisClient } from './connect-redis.js';
import { endedInTime } from './ended-in-time.js';
import { createFaultLog, type FaultLog } from './fault-log.js';
import { createIntake, type Intake } from './intake.js';
import { delayJob, giveJobBack } from './job-moves.js';
import { queuePrefix } from './keys.js';
import { type LeaseKeeper, startLeaseKeeper } from './leases/lease-keeper.js';
import type { BlockLimits, JobLock } from './leases/lease-messages.js';
import type { Log } from './log.js';
import { isRedisFault } from './redis-call.js';
import { type RunningTask, type RunningTasks, runningTasks } from './running-tasks.js';
import { startStopListener } from './stop-listener.js';
import type { Task } from './task.js';
import { JOB_VERSION, type TaskJob } from './task-queue.js';
import type { TaskStore } from './task-store.js';

/** One call of `process`. */
export interface TaskAttempt {
  readonly taskId: string;
  readonly kind: Kind;
  readonly owner: string;
  /** 0: the task's own attempt; else the lane of a batch that this run helps with. */
  readonly lane: number;
  /** Name of this worker process, for the ledger. */
  readonly worker: string;
  /** Aborted with a AttemptStop as its reason. */
  readonly signal: AbortSignal;
  /**
   * To be called with the claimed task: a stop is meant for one attempt, and the attempt has a
   * heartbeat from now on.
   */
  claimed(task: Pick<Task, 'attempt' | 'type'>): void;
}

/**
 * What becomes of the job: it is done with, comes again after a while, or goes to another worker at
 * once.
 */
export type JobVerdict = 'done' | 'handed-back' | { readonly retryInMs: number };

/** Which jobs are taken, and what is done with them. */
export interface JobConsumerOptions {
  /** See `connectRedis`. */
  readonly url: string;
  readonly tasks: Pick<TaskStore, 'find' | 'fail'>;
  readonly kinds: readonly Kind[];
  /** Runs at once in this process, over all kinds. */
  readonly concurrency: number;
  /** Default: host and pid. */
  readonly name?: string;
  readonly process: (run: TaskAttempt) => Promise<JobVerdict>;
  /**
   * A task was given up without a call of `process`, because each of its workers died; it is
   * settled failed.
   */
  readonly onLost: (task: Task) => Promise<void>;
  /** Redis cannot be used: the server is away, or denies a command. */
  readonly onRedisFault?: (error: Error) => void;
  /** The event loop was blocked for so long that it was told, and goes on. */
  readonly onUnblocked?: () => void;
  /** How long the event loop may be blocked; default: told after 30 s, runs kept for 90 s. */
  readonly blockLimits?: BlockLimits;
  readonly log: Log;
  /** Newest version of a job that this code understands; default: the version that it queues. */
  readonly jobVersion?: number;
  /** How often a job may lose its worker before BullMQ gives it up; default 1,000. */
  readonly maxStalled?: number;
}

/** Takes jobs off the queues of one process. */
export interface JobConsumer {
  /** Takes no more jobs until `resume`; runs go on. */
  pause(): void;
  resume(): void;
  /**
   * Stops taking jobs and waits for runs; after `graceMs` they are told to stop (`shutdown`) and
   * their jobs go to other workers.
   */
  close(options: { graceMs: number }): Promise<void>;
}

const THIS_PROCESS = `${hostname()}:${pid}`;
/** A worker that died is noticed after at most lock + interval. */
const LOCK_MS = 5_000;
const STALLED_INTERVAL_MS = 1_000;
/** A chunk of the database is kept for as long. */
const BLOCK_LIMITS: BlockLimits = { tellMs: 30_000, giveUpMs: 90_000 };
/**
 * Attempts are counted by `claim`; this bounds only jobs whose workers die before they get there,
 * so it is above every number of attempts.
 */
const MAX_STALLED = 1_000;
/** Wait after a fault in `process` itself. */
const FAULT_RETRY_MS = 5_000;
const REPEATED_MS = 100;
/** Wait for the end of the task's run in this process. */
const STILL_RUNNING_MS = 500;
/** Wait for a worker that understands the job. */
const NEWER_WORKER_MS = 5_000;
/** How long runs may take to stop once they were told to. */
const STOP_MS = 10_000;

/** Resolves when it takes jobs. */
export async function startJobConsumer(options: JobConsumerOptions): Promise<JobConsumer> {
  const redis = await connectRedis(options.url, { role: 'worker' });
  const running = runningTasks();
  const intake = createIntake(options.concurrency);
  const listener = await startStopListener({ url: options.url, running });
  const leases = await keepLeases(options);
  const workers = options.kinds.map((kind) =>
    createWorker({
      ...options,
      kind,
      redis,
      running,
      intake,
      leases,
      redisFaults: createFaultLog(options.log),
    }),
  );
  intake.attach(workers);
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));

  return {
    pause: intake.pause,
    resume: intake.resume,
    close: async ({ graceMs }) => {
      const closed = Promise.all(workers.map((worker) => worker.close()));
      await endedInTime(closed, graceMs);
      running.stopAll('shutdown');
      if (!(await endedInTime(closed, STOP_MS))) {
        options.log.warn(
          {},
          'runs did not stop in time; other workers take them over when their locks have lapsed',
        );
      }
      await listener.close();
      await leases.close();
      redis.disconnect();
    },
  };
}

function keepLeases(options: JobConsumerOptions): Promise<LeaseKeeper> {
  const { url, log, name = THIS_PROCESS, blockLimits = BLOCK_LIMITS, onUnblocked } = options;
  return startLeaseKeeper({
    url,
    worker: name,
    lockMs: LOCK_MS,
    limits: blockLimits,
    onUnblocked: ({ blockedMs, by, ...fields }) => {
      const seconds = Math.round(blockedMs / 1_000);
      log.warn(
        { worker: name, blockedMs, ...fields },
        `the event loop was blocked for ${seconds} s by ${by}; it goes on`,
      );
      onUnblocked?.();
    },
    log,
  });
}

interface KindWorker extends JobConsumerOptions {
  readonly kind: Kind;
  readonly redis: RedisClient;
  readonly running: RunningTasks;
  readonly intake: Intake;
  readonly leases: LeaseKeeper;
  /** Redis is away for as long as it takes: that is told once. */
  readonly redisFaults: FaultLog;
}

function createWorker(options: KindWorker): Worker<TaskJob> {
  const { kind, redis, concurrency, running, leases, maxStalled = MAX_STALLED } = options;
  const process = (job: Job<TaskJob>, token = '') =>
    processJob(job, lockOf(worker, job, token), options);
  const worker: Worker<TaskJob> = new Worker<TaskJob>(kind, process, {
    connection: redis,
    prefix: queuePrefix(kind),
    concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_INTERVAL_MS,
    maxStalledCount: maxStalled,
  });
  worker.on('error', (error) => noteQueueFault(error, options));
  worker.on('completed', () => options.redisFaults.healed('jobs are taken again', { kind }));
  worker.on('lockRenewalFailed', (jobIds: string[]) => {
    for (const jobId of jobIds)
      running.stop(jobId, leases.hasGivenUp(jobId) ? 'blocked' : 'lock-lost');
  });
  worker.on('failed', (job, error) => void givenUp(job, error, options));
  return worker;
}

const lockOf = (worker: Worker, job: Job<TaskJob>, token: string): JobLock => ({
  key: worker.toKey(`${jobIdOf(job)}:lock`),
  stalledKey: worker.toKey('stalled'),
  token,
});

async function processJob(job: Job<TaskJob>, lock: JobLock, options: KindWorker): Promise<void> {
  const { running, intake } = options;
  const { token } = lock;
  if (isTooNew(job, options)) return leaveToNewer(job, token, options);
  const isAlone = await isLastChance(job, options);
  const jobId = jobIdOf(job);
  if (running.has(jobId)) return delayJob(job, token, STILL_RUNNING_MS);
  const run = running.start(jobId, job.data.taskId);
  const release = isAlone ? await intake.takeAlone(run.signal) : intake.take();
  if (release === null) {
    run.end();
    return giveJobBack(job, token);
  }
  try {
    await settleJob(job, token, await callProcess(job, { run, lock }, options), options);
  } finally {
    release();
  }
}

/**
 * Whether the task lost a worker before and has one attempt left, which then runs alone in its
 * process: a task is given up for the end of a worker only when no other run can have caused it.
 */
async function isLastChance(job: Job<TaskJob>, { tasks }: KindWorker): Promise<boolean> {
  if (job.stalledCounter === 0 || isHelper(job)) return false;
  const task = await tasks.find(job.data.taskId);
  return task !== null && task.spent > 0 && task.spent === task.maxAttempts - 1;
}

const isTooNew = ({ data }: Job<TaskJob>, { jobVersion = JOB_VERSION }: KindWorker): boolean =>
  !(data.version <= jobVersion);

/** Workers of two versions share the queue while a new version is rolled out. */
function leaveToNewer(job: Job<TaskJob>, token: string, { kind, log }: KindWorker): Promise<never> {
  const { taskId, version } = job.data;
  if (job.attemptsStarted === 1)
    log.warn({ taskId, kind, version }, 'the job is left to a worker of a newer version');
  return delayJob(job, token, NEWER_WORKER_MS * (1 + Math.random() / 4));
}

/**
 * What BullMQ tells of itself. A block leaves connections behind that timed out unread: Redis was
 * there, and if it is not, the next call says so.
 */
function noteQueueFault(error: Error, options: KindWorker): void {
  const { kind, log, leases, redisFaults, onRedisFault } = options;
  if (isRedisFault(error)) {
    if (leases.wasBlocked()) return;
    redisFaults.failed(error, 'jobs cannot be taken: Redis cannot be used', { kind });
    onRedisFault?.(error);
  } else log.warn({ kind, err: error }, 'queue worker');
}

const jobIdOf = ({ id, data }: Job<TaskJob>): string => id ?? data.taskId;

async function callProcess(
  job: Job<TaskJob>,
  { run, lock }: { readonly run: RunningTask; readonly lock: JobLock },
  options: KindWorker,
): Promise<JobVerdict> {
  const { taskId, owner, lane = 0 } = job.data;
  const { kind, leases, process, log, name = THIS_PROCESS } = options;
  const { signal } = run;
  const lease = leases.keep({ jobId: jobIdOf(job), taskId, kind, lock });
  const claimed: TaskAttempt['claimed'] = (task) => {
    run.claimed(task.attempt);
    // The heartbeat of a batch is its lead's.
    if (!isHelper(job)) lease.claimed(task);
  };
  try {
    return await process({ taskId, kind, owner, lane, worker: name, signal, claimed });
  } catch (error) {
    if (isRedisFault(error)) noteQueueFault(error, options);
    else log.error({ taskId, kind, err: error }, 'the run broke off; it is tried again');
    return { retryInMs: FAULT_RETRY_MS };
  } finally {
    lease.end();
    run.end();
  }
}

async function settleJob(
  job: Job<TaskJob>,
  token: string,
  verdict: JobVerdict,
  { tasks }: KindWorker,
): Promise<void> {
  if (verdict === 'handed-back') return giveJobBack(job, token);
  if (verdict !== 'done') return delayJob(job, token, verdict.retryInMs);
  if (isHelper(job)) return;
  // Meanwhile the task may have been started again: this job, of the same id, then carries the task
  // on.
  const task = await tasks.find(job.data.taskId);
  if (task?.phase === 'queued' || task?.phase === 'retrying')
    return delayJob(job, token, REPEATED_MS);
}

const isHelper = ({ data: { lane = 0 } }: Job<TaskJob>): boolean => lane > 0;

/**
 * BullMQ gave the job up: by itself (UnrecoverableError), or because it could not be moved; then
 * the recoverer queues the task again.
 */
async function givenUp(
  job: Job<TaskJob> | undefined,
  error: Error,
  { tasks, onLost, log, kind }: KindWorker,
): Promise<void> {
  const taskId = job?.data.taskId ?? '';
  if (job !== undefined && isHelper(job))
    return log.warn({ taskId, kind, err: error }, 'a helper was lost; its lane is taken over');
  if (error.name !== 'UnrecoverableError')
    return log.error(
      { taskId, kind, err: error },
      'the job was lost; the recoverer queues it again',
    );
  try {
    const failed = await tasks.fail(taskId, {
      code: 'worker_lost',
      message: ERROR_CODES.worker_lost.en,
    });
    const task = failed ? await tasks.find(taskId) : null;
    if (task !== null) await onLost(task);
  } catch (cause) {
    log.error(
      { taskId, kind, err: cause },
      'a task that was given up could not be settled; the recoverer queues it again',
    );
  }
}
