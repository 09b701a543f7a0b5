/**
 * The way of one attempt: claim it, run the executor, settle the outcome. Called by the worker for
 * each job.
 */
import { FencedError } from '@longshore/database';
import { endRun, KINDS } from '@longshore/executors';
import {
  type AttemptOutcome,
  type AttemptRef,
  AttemptStop,
  attemptPrefix,
  type JobVerdict,
  type Task,
  type TaskError,
} from '@longshore/tasks';
import { OutsideWindow } from './batch/window.js';
import { backoffMs, type Fault, faultOf } from './fault.js';
import { runKind } from './kinds.js';
import { attachLateIssues, lateIssues } from './late-issues.js';
import { onGivenUp } from './on-given-up.js';
import { type ProgressReporter, startProgressReporter } from './progress-reporter.js';
import { removeAttempts } from './remove-attempts.js';
import { retryUntil } from './retry-until.js';
import type { RowCounts } from './row-counts.js';
import type { Parts, RunServices } from './run-services.js';

/** A task that a worker was given to run. */
export interface AttemptRequest {
  readonly taskId: string;
  /** Name of the worker process, for the ledger. */
  readonly worker: string;
  /** Aborted with an AttemptStop: cancelled, superseded, expired, shutdown, lock-lost. */
  readonly signal: AbortSignal;
  /** Hears the number of the attempt once it is claimed. */
  readonly onClaimed?: (attempt: number) => void;
}

/** `until`: its deadline, as a time of `performance.now()`. */
type ClaimedTask = Task & { readonly until: number };

/** Runs one attempt; the verdict is what becomes of the job. Throws only what Redis throws. */
export async function runAttempt(
  request: AttemptRequest,
  services: RunServices,
): Promise<JobVerdict> {
  const startedAt = Date.now();
  const claim = await services.tasks.claim(request.taskId, request.worker);
  if (!claim.claimed) {
    if (claim.reason === 'exhausted' && claim.task !== null) await onGivenUp(claim.task, services);
    // Its worker may have died, or was waiting for a retry, when the task was cancelled.
    if (claim.reason === 'cancelled') await attachLateIssues(request.taskId, services);
    return 'done';
  }
  const { remainingMs } = claim;
  const task = { ...claim.task, until: performance.now() + remainingMs };
  request.onClaimed?.(task.attempt);
  const reporter = startProgressReporter({
    tasks: services.tasks,
    parts: services.parts,
    run: runOf(task),
    remainingMs,
    signal: request.signal,
    log: services.log,
  });
  const ending = await runToItsEnd({ task, startedAt, reporter }, services);
  await reporter.close();
  return ending();
}

interface Started {
  readonly task: ClaimedTask;
  /** By this process's clock. */
  readonly startedAt: number;
  readonly reporter: ProgressReporter;
}

/**
 * Runs the executor and returns the step that ends the attempt: a fault of that step is not taken
 * for a fault of the run.
 */
async function runToItsEnd(
  { task, startedAt, reporter }: Started,
  services: RunServices,
): Promise<() => Promise<JobVerdict>> {
  try {
    const outcome = await runKind(task, reporter, services);
    return () => settle(task, outcome, services);
  } catch (error) {
    if (error instanceof OutsideWindow) return () => waitForWindow(task, error, services);
    const stop = stopReason(reporter.signal, error);
    return () =>
      stop === null
        ? failed(task, error, reporter, services)
        : stopped({ task, startedAt, reporter }, stop, services);
  }
}

/** Until then the task has no worker; pause and cancel find it queued. */
async function waitForWindow(
  task: ClaimedTask,
  { opensInMs }: OutsideWindow,
  { tasks, parts, log }: RunServices,
): Promise<JobVerdict> {
  const run = runOf(task);
  log.info({ ...run, type: task.type, opensInMs }, 'run waits for its window');
  const write = () => tasks.wait(run, opensInMs);
  const isWaiting = await untilDeadline({ task, parts, write });
  return isWaiting ? { retryInMs: opensInMs } : 'done';
}

const runOf = ({ taskId, attempt }: Task): AttemptRef => ({ taskId, attempt });

/** A refused outcome leaves no file. */
async function settle(
  task: ClaimedTask,
  outcome: AttemptOutcome,
  services: RunServices,
): Promise<'done'> {
  const run = runOf(task);
  const { tasks, parts } = services;
  const write = () => tasks.settle(run, outcome, KINDS[task.kind].counts);
  const accepted = await untilDeadline({ task, parts, write });
  if (accepted)
    services.log.info(
      { ...run, kind: task.kind, type: task.type, phase: outcome.phase, counts: outcome.counts },
      'run ended',
    );
  await removeAttempts(
    { taskId: task.taskId, first: 1, last: accepted ? task.attempt - 1 : task.attempt },
    services,
  );
  return 'done';
}

const removeOwnFiles = ({ taskId, attempt }: Task, services: RunServices) =>
  removeAttempts({ taskId, first: attempt, last: attempt }, services);

/**
 * Why the attempt was told to stop; null: it failed by itself. The database's fence is a stop too.
 */
function stopReason(signal: AbortSignal, error: unknown): string | null {
  if (signal.aborted)
    return signal.reason instanceof AttemptStop ? signal.reason.reason : String(signal.reason);
  return error instanceof FencedError ? 'superseded' : null;
}

/**
 * Ends an attempt that was told to stop: a shutdown hands the task back, a later attempt goes on
 * without this one, anything else ends the task here.
 */
async function stopped(
  { task, startedAt, reporter }: Started,
  why: string,
  services: RunServices,
): Promise<JobVerdict> {
  const { tasks, parts } = services;
  const run = runOf(task);
  services.log.info({ ...run, why }, 'run stopped');
  await removeOwnFiles(task, services);
  if (why === 'shutdown' || why === 'lock-lost') {
    await tasks.handBack(run);
    return 'handed-back';
  }
  if (why === 'superseded') {
    if (parts.wasAway('redis', startedAt)) await tasks.excuse(run);
    return 'done';
  }
  const { taskId, attempt, kind, type } = task;
  await endRun({ taskId, attempt, kind, type, total: reporter.counts().total }, services);
  // The janitor adds it to an expired task.
  if (why !== 'expired') await attachLateIssues(task.taskId, services);
  return 'done';
}

async function failed(
  task: ClaimedTask,
  error: unknown,
  reporter: ProgressReporter,
  services: RunServices,
): Promise<JobVerdict> {
  const fault = faultOf(error, services.business.database);
  await removeOwnFiles(task, services);
  const failure = { cause: error, fault, counts: reporter.counts() };
  if (!fault.retryable) return giveUp(task, { ...failure, error: fault.error }, services);
  return (await isOutage(fault, services))
    ? waitOut(task, failure, services)
    : retryLater(task, failure, services);
}

/** The part is asked in any case: while it is away, this worker takes no other job either. */
async function isOutage({ part, isCertain }: Fault, { parts }: RunServices): Promise<boolean> {
  if (part === null) return false;
  return (await parts.isAway(part)) || isCertain;
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
  { tasks, parts, log }: RunServices,
): Promise<JobVerdict> {
  const run = runOf(task);
  log.warn(
    { ...run, type: task.type, part: fault.part, err: cause },
    'attempt broken off by an outage; it does not count',
  );
  const retryInMs = backoffMs(task.attempt);
  const write = () => tasks.waitOut(run, fault.error, retryInMs);
  const verdict = await untilDeadline({ task, parts, write });
  return verdict === 'retrying' ? { retryInMs } : 'done';
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
  if (verdict === 'retrying') return { retryInMs };
  if (typeof verdict === 'string') return 'done';
  return giveUp(task, { ...failure, error: verdict.exhausted }, services);
}

/** Settles the task as failed with `error`, and with the rows to correct where some failed. */
async function giveUp(
  task: ClaimedTask,
  { cause, fault, counts, error }: Failure & { readonly error: TaskError },
  services: RunServices,
): Promise<'done'> {
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
  if (accepted) await onGivenUp(task, services, cause);
  else await removeOwnFiles(task, services);
  return 'done';
}

interface Writing<T> {
  readonly task: ClaimedTask;
  readonly parts: Parts;
  readonly write: () => Promise<T>;
}

/** Writes through an outage of Redis as long as the task may live. */
const untilDeadline = <T>({ task, parts, write }: Writing<T>): Promise<T> =>
  retryUntil(write, {
    until: task.until,
    onOutage: (error) => parts.open('redis', error),
  });
