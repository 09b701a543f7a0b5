/**
 * One attempt of a routine's run. The log in the business's database is the last word: a run that
 * ended there is not run again, also after Redis lost its data, and an attempt that was overtaken
 * saves nothing.
 */
import { AppError } from '@longshore/contract';
import { FencedError, type RunOutcome } from '@longshore/database';
import { routineLedger } from '@longshore/executors';
import type { AttemptOutcome, RoutineTask, TaskError } from '@longshore/tasks';
import type { ProgressReporter } from '../progress-reporter.js';
import type { RunServices } from '../run-services.js';
import { refuseUnkept } from './refuse-unkept.js';

const SUCCEEDED: AttemptOutcome = {
  phase: 'succeeded',
  counts: null,
  result: null,
  issues: null,
  notices: [],
  error: null,
};

/** Throws what the executor and the database throw. */
export async function runRoutine(
  { taskId, attempt, registeredAt, type, run, caller }: RoutineTask,
  { signal }: ProgressReporter,
  { business, worker }: RunServices,
): Promise<AttemptOutcome> {
  const executor = business.find('routine', type);
  if (executor === undefined)
    throw new AppError('unknown_type', { values: { kind: 'routine', type } });
  if (run.instance !== null && run.instance !== worker) throw new AppError('worker_lost');
  const database = business.database.bounded(executor.statementTimeoutMs);
  const ledger = routineLedger({ database });
  const own = { runId: run.runId, taskId, registeredAt, attempt };
  const opened = await ledger.begin(own, worker);
  if (opened.ended !== null) return endedBefore(opened.ended);
  await executor.run({
    tick: new Date(run.tick),
    madeBy: run.madeBy,
    caller,
    isCatchUp: run.isCatchUp,
    state: opened.state,
    signal,
    checkpoint: async (state, work) => {
      refuseUnkept(state);
      await ledger.checkpoint(own, signal, { state, ...(work === undefined ? {} : { work }) });
    },
  });
  signal.throwIfAborted();
  const ending = { outcome: 'succeeded', message: null } as const;
  if (!(await ledger.end(run.runId, own, ending))) throw new FencedError(own);
  return SUCCEEDED;
}

/** The worker of an earlier attempt died after its last word; or the tick was skipped meanwhile. */
const endedBefore = (outcome: RunOutcome): AttemptOutcome =>
  outcome === 'succeeded'
    ? SUCCEEDED
    : { ...SUCCEEDED, phase: 'failed', error: endedError(outcome) };

function endedError(outcome: RunOutcome): TaskError {
  const { code, message, values } = new AppError('run_ended', { values: { outcome } });
  return { code, message, values };
}
