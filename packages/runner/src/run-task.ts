/**
 * The way of one run: claim the attempt, run the executor, settle the outcome.
 * Called by the worker for each job, and by tests and embedders.
 */
import { FencedError } from '@longshore/database';
import { type Run, type RunOutcome, RunStop, type RunVerdict, type Task } from '@longshore/tasks';
import { closeRun, removeAttempts } from './close-run.js';
import type { RunnerDeps } from './deps.js';
import { backoffMs, faultOf } from './fault.js';
import { giveUp } from './give-up.js';
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

export async function runTask(request: RunRequest, deps: RunnerDeps): Promise<RunVerdict> {
  const claim = await deps.tasks.claim(request.taskId, request.worker);
  if (!claim.claimed) {
    if (claim.reason === 'exhausted' && claim.task !== null) await giveUp(claim.task, deps);
    return 'done';
  }
  const { task, remainingMs } = claim;
  const reporter = startProgressReporter({
    tasks: deps.tasks,
    run: runOf(task),
    remainingMs,
    signal: request.signal,
    log: deps.log,
  });
  const conclude = await runToItsEnd(task, reporter, deps);
  await reporter.close();
  return conclude();
}

/**
 * Runs the executor; what is left to do is told as a step of its own, so that a fault of settling
 * is not taken for one of the run.
 */
async function runToItsEnd(
  task: Task,
  reporter: ProgressReporter,
  deps: RunnerDeps,
): Promise<() => Promise<RunVerdict>> {
  try {
    const outcome = await runKind(task, reporter, deps);
    return () => settle(task, outcome, deps);
  } catch (error) {
    const stop = stopReason(reporter.signal, error);
    return () => (stop === null ? failed(task, error, reporter, deps) : stopped(task, stop, deps));
  }
}

const runOf = ({ taskId, attempt }: Task): Run => ({ taskId, attempt });

function runKind(task: Task, reporter: ProgressReporter, deps: RunnerDeps): Promise<RunOutcome> {
  deps.log.info(
    { taskId: task.taskId, attempt: task.attempt, kind: task.kind, type: task.type },
    'run started',
  );
  return task.kind === 'import' ? runImport(task, reporter, deps) : runExport(task, reporter, deps);
}

/**
 * Writes the outcome through an outage of Redis as long as the task may live; a refused outcome
 * leaves no file.
 */
async function settle(task: Task, outcome: RunOutcome, deps: RunnerDeps): Promise<'done'> {
  const run = runOf(task);
  const accepted = await withRetries(() => deps.tasks.settle(run, outcome), {
    untilMs: task.expiresAt,
  });
  if (accepted)
    deps.log.info(
      { ...run, kind: task.kind, type: task.type, phase: outcome.phase, counts: outcome.counts },
      'run ended',
    );
  await removeAttempts(
    { taskId: task.taskId, first: 1, last: accepted ? task.attempt - 1 : task.attempt },
    deps,
  );
  return 'done';
}

const removeOwnFiles = ({ taskId, attempt }: Task, deps: RunnerDeps) =>
  removeAttempts({ taskId, first: attempt, last: attempt }, deps);

/**
 * Why the run was told to stop, or null: it failed by itself. The database's fence is a stop too.
 */
function stopReason(signal: AbortSignal, error: unknown): string | null {
  if (signal.aborted)
    return signal.reason instanceof RunStop ? signal.reason.reason : String(signal.reason);
  return error instanceof FencedError ? 'superseded' : null;
}

/**
 * The run was told to stop: a shutdown hands it back, a later attempt just goes on, anything else
 * ends the task here.
 */
async function stopped(task: Task, why: string, deps: RunnerDeps): Promise<RunVerdict> {
  const run = runOf(task);
  deps.log.info({ ...run, why }, 'run stopped');
  await removeOwnFiles(task, deps);
  if (why === 'shutdown' || why === 'lock-lost') {
    await deps.tasks.handBack(run);
    return 'handed-back';
  }
  if (why !== 'superseded') await closeRun(task, deps);
  return 'done';
}

async function failed(
  task: Task,
  error: unknown,
  reporter: ProgressReporter,
  deps: RunnerDeps,
): Promise<RunVerdict> {
  const run = runOf(task);
  const fault = faultOf(error, deps.business.database);
  await removeOwnFiles(task, deps);
  if (fault.retryable) {
    deps.log.warn(
      { ...run, type: task.type, code: fault.error.code, err: error },
      'attempt failed; a retry can heal it',
    );
    const verdict = await withRetries(() => deps.tasks.retryLater(run, fault.error), {
      untilMs: task.expiresAt,
    });
    if (verdict === 'retrying') return { retryInMs: backoffMs(task.attempt) };
    if (verdict === 'exhausted') await giveUp(task, deps, error);
    return 'done';
  }
  const { total, succeeded, failed } = reporter.counts();
  const outcome: RunOutcome = {
    phase: 'failed',
    counts: { total, succeeded, failed },
    result: null,
    issues: null,
    error: fault.error,
  };
  const accepted = await withRetries(() => deps.tasks.settle(run, outcome), {
    untilMs: task.expiresAt,
  });
  if (accepted) await giveUp(task, deps, error);
  return 'done';
}
