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
import { backoffMs, faultOf } from './fault.js';
import { attachErrorWorkbook, lateErrorWorkbook } from './import/late-error-workbook.js';
import { runKind } from './kinds.js';
import { onGivenUp } from './on-given-up.js';
import { type ProgressReporter, startProgressReporter } from './progress-reporter.js';
import { removeAttempts } from './remove-attempts.js';
import { retryUntil } from './retry-until.js';
import type { RowCounts } from './row-counts.js';
import type { RunServices } from './run-services.js';

/** A task that a worker was given to run. */
export interface AttemptRequest {
  readonly taskId: string;
  /** Name of the worker process, for the ledger. */
  readonly worker: string;
  /** Aborted with an AttemptStop: cancelled, superseded, expired, shutdown, lock-lost. */
  readonly signal: AbortSignal;
}

/** Runs one attempt; the verdict is what becomes of the job. Throws only what Redis throws. */
export async function runAttempt(
  request: AttemptRequest,
  services: RunServices,
): Promise<JobVerdict> {
  const claim = await services.tasks.claim(request.taskId, request.worker);
  if (!claim.claimed) {
    if (claim.reason === 'exhausted' && claim.task !== null) await onGivenUp(claim.task, services);
    // Its worker may have died, or was waiting for a retry, when the task was cancelled.
    if (claim.reason === 'cancelled') await attachErrorWorkbook(request.taskId, services);
    return 'done';
  }
  const { task, remainingMs } = claim;
  const reporter = startProgressReporter({
    tasks: services.tasks,
    run: runOf(task),
    remainingMs,
    signal: request.signal,
    log: services.log,
  });
  const ending = await runToItsEnd(task, reporter, services);
  await reporter.close();
  return ending();
}

/**
 * Runs the executor and returns the step that ends the attempt: a fault of that step is not taken
 * for a fault of the run.
 */
async function runToItsEnd(
  task: Task,
  reporter: ProgressReporter,
  services: RunServices,
): Promise<() => Promise<JobVerdict>> {
  try {
    const outcome = await runKind(task, reporter, services);
    return () => settle(task, outcome, services);
  } catch (error) {
    const stop = stopReason(reporter.signal, error);
    return () =>
      stop === null
        ? failed(task, error, reporter, services)
        : stopped(task, stop, reporter, services);
  }
}

const runOf = ({ taskId, attempt }: Task): AttemptRef => ({ taskId, attempt });

/**
 * Writes the outcome through an outage of Redis as long as the task may live; a refused outcome
 * leaves no file.
 */
async function settle(task: Task, outcome: AttemptOutcome, services: RunServices): Promise<'done'> {
  const run = runOf(task);
  const accepted = await retryUntil(
    () => services.tasks.settle(run, outcome, KINDS[task.kind].counts),
    {
      untilMs: task.expiresAt,
    },
  );
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
  task: Task,
  why: string,
  reporter: ProgressReporter,
  services: RunServices,
): Promise<JobVerdict> {
  const run = runOf(task);
  services.log.info({ ...run, why }, 'run stopped');
  await removeOwnFiles(task, services);
  if (why === 'shutdown' || why === 'lock-lost') {
    await services.tasks.handBack(run);
    return 'handed-back';
  }
  if (why === 'superseded') return 'done';
  const { taskId, attempt, kind, type } = task;
  await endRun({ taskId, attempt, kind, type, total: reporter.counts().total }, services);
  // The janitor adds it to an expired task.
  if (why !== 'expired') await attachErrorWorkbook(task.taskId, services);
  return 'done';
}

async function failed(
  task: Task,
  error: unknown,
  reporter: ProgressReporter,
  services: RunServices,
): Promise<JobVerdict> {
  const run = runOf(task);
  const fault = faultOf(error, services.business.database);
  await removeOwnFiles(task, services);
  const failure = { cause: error, counts: reporter.counts() };
  if (!fault.retryable) return giveUp(task, { ...failure, error: fault.error }, services);
  services.log.warn(
    { ...run, type: task.type, code: fault.error.code, err: error },
    'attempt failed; a retry can heal it',
  );
  const verdict = await retryUntil(() => services.tasks.retryLater(run, fault.error), {
    untilMs: task.expiresAt,
  });
  if (verdict === 'retrying') return { retryInMs: backoffMs(task.attempt) };
  if (typeof verdict === 'string') return 'done';
  const last = { error: verdict.exhausted, attemptError: fault.error };
  return giveUp(task, { ...failure, ...last }, services);
}

interface Failure {
  /** What was thrown. */
  readonly cause: unknown;
  readonly counts: RowCounts;
  /** Of the task. */
  readonly error: TaskError;
  /** Default: that of the task. */
  readonly attemptError?: TaskError;
}

/** Settles the task as failed, with the rows to correct where some failed. */
async function giveUp(
  task: Task,
  { cause, counts, error, attemptError = error }: Failure,
  services: RunServices,
): Promise<'done'> {
  const issues =
    task.kind === 'import' ? await lateErrorWorkbook(task, attemptPrefix(task), services) : null;
  const outcome: AttemptOutcome = {
    phase: 'failed',
    counts,
    result: null,
    issues,
    notices: [],
    error,
    cause: attemptError,
  };
  const accepted = await retryUntil(
    () => services.tasks.settle(runOf(task), outcome, KINDS[task.kind].counts),
    { untilMs: task.expiresAt },
  );
  if (accepted) await onGivenUp(task, services, cause);
  else await removeOwnFiles(task, services);
  return 'done';
}
