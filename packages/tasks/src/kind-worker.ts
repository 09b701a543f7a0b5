/**
 * The BullMQ worker of one kind: each job that it takes becomes a run, or goes back. Used by the
 * job consumer.
 */
import { hostname } from 'node:os';
import { pid } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { ERROR_CODES, type Kind } from '@longshore/contract';
import { type Job, Worker } from 'bullmq';
import type { RedisClient } from './connect-redis.js';
import type { FaultLog } from './fault-log.js';
import type { Intake } from './intake.js';
import { delayJob, giveJobBack } from './job-moves.js';
import { queuePrefix } from './keys.js';
import type { LeaseKeeper } from './leases/lease-keeper.js';
import type { JobLock } from './leases/lease-messages.js';
import { isRedisFault } from './redis-call.js';
import type { RunningTask, RunningTasks } from './running-tasks.js';
import type { JobConsumerOptions, JobVerdict, TaskAttempt } from './task-attempt.js';
import { JOB_VERSION, type TaskJob } from './task-queue.js';

export const THIS_PROCESS = `${hostname()}:${pid}`;
/** A worker that died is noticed after at most lock + interval. */
export const LOCK_MS = 5_000;
const STALLED_INTERVAL_MS = 1_000;
/**
 * Attempts are counted by `claim`; this bounds only jobs whose workers die before they get there,
 * so it is above every number of attempts.
 */
const MAX_STALLED = 1_000;
/** Wait after a fault in `process` itself. */
const FAULT_RETRY_MS = 5_000;
const REPEATED_MS = 100;
const HELPER_AGAIN_MS = 100;
/** Wait for the end of the task's run in this process. */
const STILL_RUNNING_MS = 500;
/**
 * How long a run waits to be alone: where other runs here take hours, another process may have
 * room.
 */
const ALONE_WAIT_MS = 300_000;
/** Wait for a worker that understands the job. */
const NEWER_WORKER_MS = 5_000;

/** What the jobs of one kind are handled with. */
export interface KindWorker extends JobConsumerOptions {
  readonly kind: Kind;
  readonly redis: RedisClient;
  readonly running: RunningTasks;
  readonly intake: Intake;
  readonly leases: LeaseKeeper;
  /** Redis is away for as long as it takes: that is told once. */
  readonly redisFaults: FaultLog;
}

export function createKindWorker(options: KindWorker): Worker<TaskJob> {
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
  const { running, intake, aloneWaitMs = ALONE_WAIT_MS } = options;
  const { token } = lock;
  if (isTooNew(job, options)) return leaveToNewer(job, token, options);
  const isAlone = await isLastChance(job, options);
  const jobId = jobIdOf(job);
  if (running.has(jobId)) return delayJob(job, token, STILL_RUNNING_MS);
  const { taskId, lane = 0 } = job.data;
  const run = running.start(jobId, { taskId, kind: options.kind, lane });
  const inTime = () => AbortSignal.any([run.signal, AbortSignal.timeout(aloneWaitMs)]);
  const release = isAlone ? await intake.takeAlone(inTime()) : intake.take();
  if (release === null) {
    run.end();
    return giveBack(job, token);
  }
  try {
    const verdict = await callProcess(job.data, { jobId, run, lock }, options);
    await settleJob(job, token, verdict, options);
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

/**
 * Runs a task that has no job until it is done with or `closing` is aborted: in this process again
 * when a run asks for it. Ends at once where the task runs here already.
 */
export async function runPastQueue(
  task: Pick<TaskJob, 'taskId' | 'owner'>,
  closing: AbortSignal,
  options: KindWorker,
): Promise<void> {
  while (!closing.aborted) {
    const release = await options.intake.enter(closing);
    if (release === null) return;
    const verdict = await runWithoutJob(task, options).finally(release);
    if (typeof verdict === 'string') return;
    await sleep(verdict.retryInMs, undefined, { signal: closing }).catch(() => {}); // the end
  }
}

async function runWithoutJob(
  task: Pick<TaskJob, 'taskId' | 'owner'>,
  options: KindWorker,
): Promise<JobVerdict> {
  const { running, kind } = options;
  const { taskId } = task;
  if (running.has(taskId)) return 'done';
  const run = running.start(taskId, { taskId, kind, lane: 0 });
  return callProcess(task, { jobId: taskId, run, lock: null }, options);
}

interface Started {
  readonly jobId: string;
  readonly run: RunningTask;
  /** Null: the task has no job. */
  readonly lock: JobLock | null;
}

async function callProcess(
  { taskId, owner, lane = 0 }: Omit<TaskJob, 'version'>,
  { jobId, run, lock }: Started,
  options: KindWorker,
): Promise<JobVerdict> {
  const { kind, leases, process, log, name = THIS_PROCESS } = options;
  const { signal } = run;
  const lease = leases.keep({ jobId, taskId, kind, lock });
  const claimed: TaskAttempt['claimed'] = (task) => {
    run.claimed(task.attempt);
    // The heartbeat of a batch is its lead's.
    if (lane === 0) lease.claimed(task);
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
  if (verdict === 'handed-back') return giveBack(job, token);
  if (verdict !== 'done') return delayJob(job, token, verdict.retryInMs);
  if (isHelper(job)) return;
  // Meanwhile the task may have been started again: this job, of the same id, then carries the task
  // on.
  const task = await tasks.find(job.data.taskId);
  if (task?.phase === 'queued' || task?.phase === 'retrying')
    return delayJob(job, token, REPEATED_MS);
}

/** Ahead of all others goes a task only: a helper keeps its priority, and comes a little later. */
const giveBack = (job: Job<TaskJob>, token: string): Promise<never> =>
  isHelper(job) ? delayJob(job, token, HELPER_AGAIN_MS) : giveJobBack(job, token);

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
