/** Runs a routine now: a run of the log like any other, whose tick is the moment of the call. */
import { AppError, type Language, type RegisterOut, type TaskCaller } from '@longshore/contract';
import type { DueRun, RoutineLedger } from '@longshore/database';
import { limitsOfRun, type RoutineExecutor } from '@longshore/executors';
import { routineTask } from '@longshore/tasks';
import type { Actor } from '../audit/actor.js';
import { keptCaller, type Registered, registerTask } from '../registration/register-task.js';
import type { CentreServices } from '../services.js';

interface ByHand {
  readonly executor: RoutineExecutor;
  readonly ledger: RoutineLedger;
  readonly language: Language;
  readonly caller: TaskCaller;
  readonly actor: Actor;
}

/** Throws AppError slot_taken while a run goes on. */
export async function runByHand(
  { executor, ledger, language, caller, actor }: ByHand,
  services: CentreServices,
): Promise<Registered> {
  const run = runNow(executor.type, await services.tasks.nowMs());
  await ledger.addRun(run);
  const { task, idempotency } = routineTask(run, limitsOfRun(executor, null));
  const registered = await registerTask(
    { ...task, language, caller: keptCaller(caller) },
    services,
    { actor, act: 'routine-run', idempotency },
  );
  if (!registered.isAccepted) await giveWay(run, registered.body, ledger);
  return registered;
}

const runNow = (type: string, tick: number): DueRun => ({
  runId: `${type}/${new Date(tick).toISOString()}/hand`,
  type,
  tick,
  instance: null,
  madeBy: 'hand',
  isCatchUp: false,
});

async function giveWay({ runId }: DueRun, { taskId }: RegisterOut, ledger: RoutineLedger) {
  await ledger.end(runId, null, { outcome: 'skipped', message: 'another run went on' });
  throw new AppError('slot_taken', { values: { taskId } });
}
