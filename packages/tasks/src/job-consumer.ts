/**
 * Takes jobs off the queues and gives their tasks to `process`, one BullMQ worker per kind. Whether
 * and when a task is run again is decided by `process` and counted in the entity; BullMQ only
 * carries the job. Used by the worker app.
 */
import { hostname } from 'node:os';
import { pid } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { ERROR_CODES, type Kind } from '@longshore/contract';
import { type Job, Worker } from 'bullmq';
import { connectRedis, type RedisClient } from './connect-redis.js';
import { createFaultLog, type FaultLog } from './fault-log.js';
import { createIntake, type Intake } from './intake.js';
import { delayJob, giveJobBack } from './job-moves.js';
import { queuePrefix } from './keys.js';
import type { Log } from './log.js';
import { isRedisFault } from './redis-call.js';
import { type RunningTasks, runningTasks } from './running-tasks.js';
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
  /** To be called with the number of the claimed attempt: a stop is meant for one attempt. */
  claimed(attempt: number): void;
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
  readonly log: Log;
  /** Newest version of a job that this code understands; default: the version that it queues. */
  readonly jobVersion?: number;
  /** How often a job may lose its worker before BullMQ gives it up; default 10. */
  readonly maxStalled?: number;
}

/** Takes jobs off the queues of one process. */
export interface JobConsumer {
  /** Takes no more jobs until `resume`; runs go on. */
  pause(): void;
  resume(): void;
  /**
   * Runs a task in this process at once, past the queue: one that no other worker may run. Once
   * only; the fault of the run is logged.
   */
  runHere(task: Pick<Task, 'taskId' | 'owner' | 'kind'>): void;
  /**
   * Stops taking jobs and waits for runs; after `graceMs` they are told to stop (`shutdown`) and
   * their jobs go to other workers.
   */
  close(options: { graceMs: number }): Promise<void>;
}

const THIS_PROCESS = `${hostname()}:${pid}`;
/** A worker that died is noticed after at most lock + interval. */
const LOCK_MS = 5_000;
const STALLED_INTERVAL_MS = 2_000;
/**
 * Attempts are counted by `claim`; this bounds only jobs whose workers die before they get there.
 */
const MAX_STALLED = 10;
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
  const workers = options.kinds.map((kind) =>
    createWorker({
      ...options,
      kind,
      redis,
      running,
      intake,
      redisFaults: createFaultLog(options.log),
    }),
  );
  intake.attach(workers);
  const here = new Set<Promise<unknown>>();
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));

  return {
    pause: intake.pause,
    resume: intake.resume,
    runHere: ({ taskId, owner, kind }) => {
      if (running.has(taskId)) return;
      const redisFaults = createFaultLog(options.log);
      const worker = { ...options, kind, redis, running, intake, redisFaults };
      const run = callProcess(taskId, { taskId, owner }, worker).finally(() => here.delete(run));
      here.add(run);
    },
    close: async ({ graceMs }) => {
      const closed = Promise.all([...workers.map((worker) => worker.close()), ...here]);
      await within(closed, graceMs);
      running.stopAll('shutdown');
      if (!(await within(closed, STOP_MS))) {
        options.log.warn(
          {},
          'runs did not stop in time; other workers take them over when their locks have lapsed',
        );
      }
      await listener.close();
      redis.disconnect();
    },
  };
}

interface KindWorker extends JobConsumerOptions {
  readonly kind: Kind;
  readonly redis: RedisClient;
  readonly running: RunningTasks;
  readonly intake: Intake;
  /** Redis is away for as long as it takes: that is told once. */
  readonly redisFaults: FaultLog;
}

function createWorker(options: KindWorker): Worker<TaskJob> {
  const { kind, redis, concurrency, running, maxStalled = MAX_STALLED } = options;
  const worker = new Worker<TaskJob>(kind, (job, token) => processJob(job, token, options), {
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
    for (const jobId of jobIds) running.stop(jobId, 'lock-lost');
  });
  worker.on('failed', (job, error) => void givenUp(job, error, options));
  return worker;
}

async function processJob(
  job: Job<TaskJob>,
  token: string | undefined,
  options: KindWorker,
): Promise<void> {
  const { running, intake } = options;
  if (isTooNew(job, options)) return leaveToNewer(job, token, options);
  if (running.has(jobIdOf(job))) return delayJob(job, token, STILL_RUNNING_MS);
  if (!intake.take()) return giveJobBack(job, token);
  try {
    await settleJob(job, token, await callProcess(jobIdOf(job), job.data, options), options);
  } finally {
    intake.release();
  }
}

const isTooNew = ({ data }: Job<TaskJob>, { jobVersion = JOB_VERSION }: KindWorker): boolean =>
  !(data.version <= jobVersion);

/** Workers of two versions share the queue while a new version is rolled out. */
function leaveToNewer(
  job: Job<TaskJob>,
  token: string | undefined,
  { kind, log }: KindWorker,
): Promise<never> {
  const { taskId, version } = job.data;
  if (job.attemptsStarted === 1)
    log.warn({ taskId, kind, version }, 'the job is left to a worker of a newer version');
  return delayJob(job, token, NEWER_WORKER_MS * (1 + Math.random() / 4));
}

/** What BullMQ tells of itself. */
function noteQueueFault(error: Error, { kind, log, redisFaults, onRedisFault }: KindWorker): void {
  if (isRedisFault(error)) {
    redisFaults.failed(error, 'jobs cannot be taken: Redis cannot be used', { kind });
    onRedisFault?.(error);
  } else log.warn({ kind, err: error }, 'queue worker');
}

const jobIdOf = ({ id, data }: Job<TaskJob>): string => id ?? data.taskId;

async function callProcess(
  jobId: string,
  { taskId, owner, lane = 0 }: Omit<TaskJob, 'version'>,
  options: KindWorker,
): Promise<JobVerdict> {
  const { kind, running, process, log, name = THIS_PROCESS } = options;
  const { signal, claimed, end } = running.start(jobId, taskId);
  try {
    return await process({ taskId, kind, owner, lane, worker: name, signal, claimed });
  } catch (error) {
    if (isRedisFault(error)) noteQueueFault(error, options);
    else log.error({ taskId, kind, err: error }, 'the run broke off; it is tried again');
    return { retryInMs: FAULT_RETRY_MS };
  } finally {
    end();
  }
}

async function settleJob(
  job: Job<TaskJob>,
  token: string | undefined,
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

/** Whether `work` ended in time. What it throws goes on. */
async function within(work: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const late = new AbortController();
  // rejects only when it is no longer needed
  const timer = sleep(timeoutMs, false, { signal: late.signal }).catch(() => false);
  const inTime = await Promise.race([work.then(() => true), timer]);
  late.abort();
  return inTime;
}
