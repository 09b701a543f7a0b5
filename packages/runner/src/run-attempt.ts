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
  type JobVerdict,
  type Task,
} from '@longshore/tasks';
import { backoffMs, faultOf } from './fault.js';
import { runKind } from './kinds.js';
import { onGivenUp } from './on-given-up.js';
import { type ProgressReporter, startProgressReporter } from './progress-reporter.js';
import { removeAttempts } from './remove-attempts.js';
import { retryUntil } from './retry-until.js';
import type { RunServices } from './run-services.js';

/** A task that a worker was given to run. */
export interface AttemptRequest {
  readonly taskId: string;
  /** Name of the worker process, for the ledger. */
  readonly worker: string;
  /** Aborted with an AttemptStop: cancelled, superseded, expired, shutdown, lock-lost. */
  readonly signal: AbortSignal;
}

/** `until`: its deadline, as a time of `performance.now()`. */
type ClaimedTask = Task & { readonly until: number };

/** Runs one attempt; the verdict is what becomes of the job. Throws only what Redis throws. */
export async function runAttempt(
  request: AttemptRequest,
  services: RunServices,
): Promise<JobVerdict> {
  const claim = await services.tasks.claim(request.taskId, request.worker);
  if (!claim.claimed) {
    if (claim.reason === 'exhausted' && claim.task !== null) await onGivenUp(claim.task, services);
    return 'done';
  }
  const { remainingMs } = claim;
  const task = { ...claim.task, until: performance.now() + remainingMs };
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
  task: ClaimedTask,
  reporter: ProgressReporter,
  services: RunServices,
): Promise<() => Promise<JobVerdict>> {
  try {
    const outcome = await runKind(task, reporter, services);
    return () => settle(task, outcome, services);
  } catch (error) {
    const stop = stopReason(reporter.signal, error);
    return () =>
      stop === null ? failed(task, error, reporter, services) : stopped(task, stop, services);
  }
}

const runOf = ({ taskId, attempt }: Task): AttemptRef => ({ taskId, attempt });

/**
 * Writes the outcome through an outage of Redis as long as the task may live; a refused outcome
 * leaves no file.
 */
async function settle(
  task: ClaimedTask,
  outcome: AttemptOutcome,
  services: RunServices,
): Promise<'done'> {
  const run = runOf(task);
  const accepted = await retryUntil(
    () => services.tasks.settle(run, outcome, KINDS[task.kind].counts),
    task,
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
async function stopped(task: Task, why: string, services: RunServices): Promise<JobVerdict> {
  const run = runOf(task);
  services.log.info({ ...run, why }, 'run stopped');
  await removeOwnFiles(task, services);
  if (why === 'shutdown' || why === 'lock-lost') {
    await services.tasks.handBack(run);
    return 'handed-back';
  }
  if (why !== 'superseded') await endRun(task, services);
  return 'done';
}

async function failed(
  task: ClaimedTask,
  error: unknown,
  reporter: ProgressReporter,
  services: RunServices,
): Promise<JobVerdict> {
  const run = runOf(task);
  const fault = faultOf(error, services.business.database);
  await removeOwnFiles(task, services);
  if (fault.retryable) {
    services.log.warn(
      { ...run, type: task.type, code: fault.error.code, err: error },
      'attempt failed; a retry can heal it',
    );
    const retryInMs = backoffMs(task.attempt);
    const verdict = await retryUntil(
      () => services.tasks.retryLater(run, fault.error, retryInMs),
      task,
    );
    if (verdict === 'retrying') return { retryInMs };
    if (verdict === 'exhausted') await onGivenUp(task, services, error);
    return 'done';
  }
  const { total, succeeded, failed } = reporter.counts();
  const outcome: AttemptOutcome = {
    phase: 'failed',
    counts: { total, succeeded, failed },
    result: null,
    issues: null,
    notices: [],
    error: fault.error,
  };
  const accepted = await retryUntil(
    () => services.tasks.settle(run, outcome, KINDS[task.kind].counts),
    task,
  );
  if (accepted) await onGivenUp(task, services, error);
  return 'done';
}
