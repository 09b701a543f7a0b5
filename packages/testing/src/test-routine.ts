/** One run of a routine, as its tick makes it. */
import { type Phase, plainCaller } from '@longshore/contract';
import { routineLedger } from '@longshore/executors';
import { routineTask } from '@longshore/tasks';
import { find } from './find.js';
import { firstAttempt, runInMemory } from './run-in-memory.js';
import type { Tested } from './tested.js';

/** Which tick. */
export interface RoutineOptions {
  /** The moment that the run is for. Default: now. */
  readonly tick?: Date;
  /** The tick passed while no worker ran. Default false. */
  readonly isCatchUp?: boolean;
}

/** How the run ended. */
export interface RoutineOutcome {
  readonly phase: Phase;
}

export async function testRoutine(
  tested: Tested,
  type: string,
  { tick = new Date(), isCatchUp = false }: RoutineOptions = {},
): Promise<RoutineOutcome> {
  const { timeZone } = find('routine', type, tested);
  const run = {
    runId: `${type}/${tick.toISOString()}/test/${tested.finished.size}`,
    type,
    tick: tick.getTime(),
    instance: null,
    madeBy: 'clock',
    isCatchUp,
  } as const;
  await routineLedger(tested.business).addRun(run);
  const { task } = routineTask(run, { timeZone });
  const { owner, caller = plainCaller(owner) } = task;
  const first = firstAttempt({ owner, caller, timeZone });
  const { phase } = await runInMemory({ ...first, kind: 'routine', type, run }, tested);
  return { phase };
}
