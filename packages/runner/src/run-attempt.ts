/**
 * The way of one attempt: claim it, run the executor, settle the outcome. Called by the worker for
 * each job.
 */
import { AppError, isLive } from '@longshore/contract';
import { endRun, KINDS } from '@longshore/executors';
import {
  type AttemptOutcome,
  type AttemptRef,
  attemptPrefix,
  type JobVerdict,
  type Task,
  type TaskError,
} from '@longshore/tasks';
import { noteInTaskTrace, traced } from '@longshore/tracing';
import { waitForWindow } from './batch/wait-for-window.js';
import { OutsideWindow } from './batch/window.js';
import { endedBefore } from './ended-before.js';
import { backoffMs, type Fault, faultOf } from './fault.js';
import { runKind } from './kinds.js';
import { attachLateFiles } from './late-files.js';
import { lateIssues } from './late-issues.js';
import { onGivenUp } from './on-given-up.js';
import { type ProgressReporter, startProgressReporter } from './progress-reporter.js';
import { removeAttempts } from './remove-attempts.js';
import type { RowCounts } from './row-counts.js';
import type { RunServices } from './run-services.js';
import { stopReason } from './stop-reason.js';
import { type ClaimedTask, untilDeadline } from './until-deadline.js';

/** A task that a worker was given to run. */
export interface AttemptRequest {
  readonly taskId: string;
  /** Name of the worker process, for the ledger. */
  readonly worker: string;
  /**
   * Aborted with an AttemptStop: cancelled, superseded, expired, shutdown, lock-lost,
   * blocked.
   */
  readonly signal: AbortSignal;
  /** Hears of the task once its attempt is claimed. */
  readonly onClaimed?: (task: Pick<Task, 'attempt' | 'type'>) => void;
}

/**
 * A task whose owner has as many runs as may be is queued when it is its turn; long before its job
 * comes again by itself.
 */
const ITS_TURN_MS = 60_000;

/** Runs one attempt; the verdict is what becomes of the job. Throws only what Redis throws. */
export async function runAttempt(
  request: AttemptRequest,
  services: RunServices,
): Promise<JobVerdict> {
  const startedAt = Date.now();
  const claim = await services.tasks.claim(request.taskId, request.worker);
  if (!claim.claimed) {
    if (claim.reason === 'full') return { retryInMs: ITS_TURN_MS };
    if (claim.reason === 'early') return { retryInMs: claim.inMs };
    await endedBefore(claim, request.taskId, services);
    return 'done';
  }
  const { remainingMs } = claim;
  const task = { ...claim.task, until: performance.now() + remainingMs };
  request.onClaimed?.(task);
  if (task.attempt === 1)
    noteInTaskTrace(task.taskId, { name: 'queue', startMs: task.registeredAt });
  const reporter = startProgressReporter({
    tasks: services.tasks,
    parts: services.parts,
    run: runOf(task),
    remainingMs,
    signal: request.signal,
    log: services.log,
    onRows: (rows) => services.onRows({ kind: task.kind, type: task.type, rows }),
  });
  const { end, tellsCounts } = await runToItsEnd({ task, startedAt, reporter }, services);
  await reporter.close({ writes: !tellsCounts });
  return end();
}

interface Started {
  readonly task: ClaimedTask;
  /** By this process's clock. */
  readonly startedAt: number;
  readonly reporter: ProgressReporter;
}

interface Ending {
  /** The step that ends the attempt. */
  readonly end: () => Promise<JobVerdict>;
  /** That step writes the last counts too. */
  readonly tellsCounts: boolean;
}

/**
 * Runs the executor and returns the step that ends the attempt: a fault of that step is not taken
 * for a fault of the run.
 */
async function runToItsEnd(
  { task, startedAt, reporter }: Started,
  services: RunServices,
): Promise<Ending> {
  try {
    const outcome = await runKind(task, reporter, services);
    const tellsCounts = outcome.counts !== null;
    return { end: () => settle(task, outcome, services), tellsCounts };
  } catch (error) {
    return { end: endOf({ task, startedAt, reporter }, error, services), tellsCounts: false };
  }
}

function endOf(started: Started, error: unknown, services: RunServices): Ending['end'] {
  const { task, reporter } = started;
  if (error instanceof OutsideWindow) return () => waitForWindow(task, error, services);
  const stop = stopReason(reporter.signal, error);
  return () =>
    stop === null ? failed(task, error, reporter, services) : stopped(started, stop, services);
}

const runOf = ({ taskId, attempt }: Task): AttemptRef => ({ taskId, attempt });

function ended({ kind, type }: Task, outcome: string, { onAttemptEnded }: RunServices): void {
  onAttemptEnded({ kind, type, outcome });
}

/** A refused outcome leaves no file, except to a later attempt. */
async function settle(
  task: ClaimedTask,
  outcome: AttemptOutcome,
  services: RunServices,
): Promise<'done'> {
  const run = runOf(task);
  const { tasks, parts } = services;
  const write = () => tasks.settle(run, outcome, KINDS[task.kind].counts);
  const accepted = await traced('settle', { 'longshore.phase': outcome.phase }, () =>
    untilDeadline({ task, parts, write }),
  );
  if (!accepted) await removeUnlessFollowed(task, services);
  else {
    ended(task, outcome.phase, services);
    services.log.info(
      { ...run, kind: task.kind, type: task.type, phase: outcome.phase, counts: outcome.counts },
      'run ended',
    );
    await removeAttempts({ taskId: task.taskId, first: 1, last: task.attempt - 1 }, services);
    if (outcome.phase === 'failed') await onGivenUp(task, services);
  }
  return 'done';
}

/**
 * The files of this attempt and those before it, for no task refers to them. A later attempt that
 * runs or waits may go on with them, and removes them at its end.
 */
async function removeUnlessFollowed(
  { taskId, attempt }: Task,
  services: RunServices,
): Promise<void> {
  const live = await services.tasks.find(taskId);
  if (live !== null && isLive(live.phase) && live.attempt > attempt) return;
  await removeAttempts({ taskId, first: 1, last: attempt }, services);
}

/**
 * Ends an attempt that was told to stop: a shutdown hands the task back, a later attempt goes on
 * without this one, a block that lost the lock counts as a fault, anything else ends the task here.
 */
async function stopped(
  { task, startedAt, reporter }: Started,
  why: string,
  services: RunServices,
): Promise<JobVerdict> {
  const { tasks, parts } = services;
  const run = runOf(task);
  services.log.info({ ...run, why }, 'run stopped');
  if (why !== 'blocked') ended(task, why, services);
  if (why === 'shutdown' || why === 'lock-lost') {
    await tasks.handBack(run);
    return 'handed-back';
  }
  if (why === 'superseded') {
    if (parts.wasAway('redis', startedAt)) await tasks.excuse(run);
    return 'done';
  }
  if (why === 'blocked') {
    const cause = new AppError('worker_blocked');
    const fault = faultOf(cause, services.business);
    return retryLater(task, { cause, fault, counts: reporter.counts() }, services);
  }
  await removeUnlessFollowed(task, services);
  const { taskId, attempt, kind, type } = task;
  await endRun({ taskId, attempt, kind, type, total: reporter.counts().total }, services);
  // The janitor adds them to an expired task.
  if (why !== 'expired') await attachLateFiles(task.taskId, services);
  return 'done';
}

async function failed(
  task: ClaimedTask,
  error: unknown,
  reporter: ProgressReporter,
  services: RunServices,
): Promise<JobVerdict> {
  const fault = faultOf(error, services.business);
  const failure = { cause: error, fault, counts: reporter.counts() };
  if (!fault.retryable) return giveUp(task, { ...failure, error: fault.error }, services);
  return (await isOutage(task, fault, services))
    ? waitOut(task, failure, services)
    : retryLater(task, failure, services);
}

/**
 * How often a part is believed that breaks an attempt off as if it were away, and yet answers when
 * it is asked. From then on the attempts count: a task that cannot succeed is given up.
 */
const MOST_EXCUSED = 10;

/** The part is asked in any case: while it is away, this worker takes no other job either. */
async function isOutage(
  { attempt, formerAttempts, spent }: Task,
  { part, isCertain }: Fault,
  { parts }: RunServices,
): Promise<boolean> {
  if (part === null) return false;
  const excused = attempt - formerAttempts - spent;
  return (await parts.isAway(part)) || (isCertain && excused < MOST_EXCUSED);
}

interface Failure {
  /** What was thrown. */
  readonly cause: unknown;
  /** What that means. */
  readonly fault: Fault;
  readonly counts: RowCounts;
}

async function waitOut(
  task: ClaimedTask,
  { cause, fault }: Failure,
  services: RunServices,
): Promise<JobVerdict> {
  const { tasks, parts, log } = services;
  const run = runOf(task);
  log.warn(
    { ...run, type: task.type, part: fault.part, err: cause },
    'attempt broken off by an outage; it does not count',
  );
  const retryInMs = backoffMs(task.attempt);
  const write = () => tasks.waitOut(run, fault.error, retryInMs);
  const verdict = await untilDeadline({ task, parts, write });
  ended(task, 'waited-out', services);
  if (verdict === 'retrying') return { retryInMs };
  await removeUnlessFollowed(task, services);
  return 'done';
}

async function retryLater(
  task: ClaimedTask,
  failure: Failure,
  services: RunServices,
): Promise<JobVerdict> {
  const { cause, fault } = failure;
  const run = runOf(task);
  services.log.warn(
    { ...run, type: task.type, code: fault.error.code, err: cause },
    'attempt failed; a retry can heal it',
  );
  const { tasks, parts } = services;
  const retryInMs = backoffMs(task.attempt);
  const write = () => tasks.retryLater(run, fault.error, retryInMs);
  const verdict = await untilDeadline({ task, parts, write });
  if (verdict === 'retrying') {
    ended(task, 'retrying', services);
    return { retryInMs };
  }
  if (typeof verdict !== 'string')
    return giveUp(task, { ...failure, error: verdict.exhausted }, services);
  await removeUnlessFollowed(task, services);
  return 'done';
}

/** Settles the task as failed with `error`, and with the rows to correct where some failed. */
async function giveUp(
  task: ClaimedTask,
  { cause, fault, counts, error }: Failure & { readonly error: TaskError },
  services: RunServices,
): Promise<'done'> {
  await removeUnlessFollowed(task, services);
  const issues = await lateIssues(task, attemptPrefix(task), services);
  const outcome: AttemptOutcome = {
    phase: 'failed',
    counts,
    result: null,
    issues,
    notices: [],
    error,
    cause: fault.error,
  };
  const { tasks, parts } = services;
  const write = () => tasks.settle(runOf(task), outcome, KINDS[task.kind].counts);
  const accepted = await untilDeadline({ task, parts, write });
  ended(task, 'failed', services);
  if (accepted) await onGivenUp(task, services, cause);
  else await removeUnlessFollowed(task, services);
  return 'done';
}
