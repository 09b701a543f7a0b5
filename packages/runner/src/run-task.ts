/**
 * The way of one run: claim the attempt, run the executor, settle the outcome.
 * Called by the worker for each job, and by tests and embedders.
 */
import { FencedError } from '@longshore/executors';
import { type Run, type RunOutcome, RunStop, type Task } from '@longshore/tasks';
import type { RunnerDeps } from './deps.js';
import { backoffMs, faultOf } from './fault.js';
import { giveUp } from './give-up.js';
import { attemptPrefix } from './object-keys.js';
import { type ProgressReporter, startProgressReporter } from './progress-reporter.js';
import { runExport } from './run-export.js';
import { runImport } from './run-import.js';
import { withRetries } from './with-retries.js';

export interface RunRequest {
  readonly taskId: string;
  /** Name of the worker process, for the ledger. */
  readonly worker: string;
  /** Aborted with a RunStop: cancelled, superseded, expired, shutdown, lock-lost. */
  readonly signal: AbortSignal;
}

/** What becomes of the job: it is done with, comes again after a while, or goes to another worker at once. */
export type JobVerdict = 'done' | 'handed-back' | { readonly retryInMs: number };

export async function runTask(request: RunRequest, deps: RunnerDeps): Promise<JobVerdict> {
  const claim = await deps.tasks.claim(request.taskId, request.worker);
  if (!claim.claimed) {
    if (claim.reason === 'exhausted' && claim.task !== null) await giveUp(claim.task, deps);
    return 'done';
  }
  const { task } = claim;
  const run: Run = { taskId: task.taskId, attempt: task.attempt };
  const reporter = startProgressReporter({ tasks: deps.tasks, run, signal: request.signal, log: deps.log });
  try {
    const outcome = await runKind(task, reporter, deps);
    await reporter.close();
    return await settle(task, outcome, deps);
  } catch (error) {
    await reporter.close();
    const stop = stopReason(reporter.signal, error);
    return await (stop === null ? failed(task, error, reporter, deps) : stopped(task, stop, deps));
  }
}

function runKind(task: Task, reporter: ProgressReporter, deps: RunnerDeps): Promise<RunOutcome> {
  deps.log.info({ taskId: task.taskId, attempt: task.attempt, kind: task.kind, type: task.type }, 'run started');
  return task.kind === 'import' ? runImport(task, reporter, deps) : runExport(task, reporter, deps);
}

/** Writes the outcome through an outage of Redis as long as the task may live; a refused outcome leaves no file. */
async function settle(task: Task, outcome: RunOutcome, deps: RunnerDeps): Promise<'done'> {
  const run = { taskId: task.taskId, attempt: task.attempt };
  const accepted = await withRetries(() => deps.tasks.settle(run, outcome), { untilMs: task.expiresAt });
  if (!accepted) await removeAttempt(task, deps);
  else {
    deps.log.info({ ...run, kind: task.kind, type: task.type, phase: outcome.phase, counts: outcome.counts }, 'run ended');
    await removeEarlierAttempts(task, deps);
  }
  return 'done';
}

/** Why the run was told to stop, or null: it failed by itself. The database's fence is a stop too. */
function stopReason(signal: AbortSignal, error: unknown): string | null {
  if (signal.aborted) return signal.reason instanceof RunStop ? signal.reason.reason : String(signal.reason);
  return error instanceof FencedError ? 'superseded' : null;
}

/** The run was told to stop: a shutdown hands it back, a later attempt just goes on, anything else ends the task here. */
async function stopped(task: Task, why: string, deps: RunnerDeps): Promise<JobVerdict> {
  const run = { taskId: task.taskId, attempt: task.attempt };
  deps.log.info({ ...run, why }, 'run stopped');
  await removeAttempt(task, deps);
  if (why === 'shutdown' || why === 'lock-lost') {
    await deps.tasks.handBack(run);
    return 'handed-back';
  }
  if (why !== 'superseded') await closeRun(task, deps);
  return 'done';
}

async function failed(task: Task, error: unknown, reporter: ProgressReporter, deps: RunnerDeps): Promise<JobVerdict> {
  const run = { taskId: task.taskId, attempt: task.attempt };
  const fault = faultOf(error, deps.business.database);
  await removeAttempt(task, deps);
  if (fault.retryable) {
    deps.log.warn({ ...run, type: task.type, code: fault.error.code, err: error }, 'attempt failed; a retry can heal it');
    const verdict = await withRetries(() => deps.tasks.retryLater(run, fault.error), { untilMs: task.expiresAt });
    if (verdict === 'retrying') return { retryInMs: backoffMs(task.attempt) };
    if (verdict === 'exhausted') await giveUp(task, deps, error);
    return 'done';
  }
  const { total, succeeded, failed } = reporter.counts();
  const outcome: RunOutcome = { phase: 'failed', counts: { total, succeeded, failed }, result: null, issues: null, error: fault.error };
  const accepted = await withRetries(() => deps.tasks.settle(run, outcome), { untilMs: task.expiresAt });
  if (accepted) await giveUp(task, deps, error);
  return 'done';
}

/** After this no transaction of this run commits; what it had committed is what the ledger says. */
export async function closeRun(task: Task, deps: RunnerDeps): Promise<void> {
  if (task.kind !== 'import') return;
  const state = await deps.business.database.closeRun({ taskId: task.taskId, attempt: task.attempt });
  if (state !== null) await deps.tasks.correctCounts(task.taskId, state);
}

/** Files nobody will ask for; the sweeper would find them later, so an outage of the store is only logged. */
async function removeAttempt(task: Task, deps: RunnerDeps): Promise<void> {
  await deps.store
    .removeAll(attemptPrefix(task))
    .catch((error: unknown) => deps.log.warn({ taskId: task.taskId, err: error }, 'files of a stopped attempt are left to the sweeper'));
}

async function removeEarlierAttempts(task: Task, deps: RunnerDeps): Promise<void> {
  for (let attempt = 1; attempt < task.attempt; attempt++) await removeAttempt({ ...task, attempt }, deps);
}
