/**
 * Brings a run of the log that has not ended to its task: registers the task when there is none,
 * and ends the run when its task ended otherwise than well. Several workers do this at once: the
 * registration is marked by the run's id, and an end in the log is taken once. Used by the clock.
 */
import { isLive } from '@longshore/contract';
import type { RoutineLedger, RoutineRun, RunOutcome } from '@longshore/database';
import { limitsOfRun, type RoutineExecutor } from '@longshore/executors';
import {
  type JobConsumer,
  routineOwner,
  routineTask,
  type TaskQueue,
  type TaskRecord,
  taskErrorSentence,
} from '@longshore/tasks';
import type { RunServices } from '../run-services.js';
import { LATE_MS } from './due-ticks.js';

export interface RingServices extends Pick<RunServices, 'tasks' | 'business' | 'worker' | 'log'> {
  readonly ledger: RoutineLedger;
  readonly queue: Pick<TaskQueue, 'admit'>;
  readonly runHere: JobConsumer['runHere'];
}

/** `isBehind`: another run of its routine waits before it. `waits`: it waits for its turn. */
export type Ring = (
  run: RoutineRun,
  at: { readonly nowMs: number; readonly isBehind: boolean },
) => Promise<'done' | 'waits'>;

export function runRinger({
  tasks,
  business,
  worker,
  log,
  ledger,
  queue,
  runHere,
}: RingServices): Ring {
  return async (run, { nowMs, isBehind }) => {
    const executor = business.find('routine', run.type);
    if (executor === undefined) return 'done'; // a worker of a newer version knows it
    if (isBehind && !isSkippable(run, executor)) return 'waits';
    const record = await recordOf(run);
    if (record !== null) return isLive(record.phase) ? goOn(run, record) : endAs(run, record);
    if (run.instance !== null && run.instance !== worker) return endLost(run, nowMs);
    const answer = isBehind ? 'held' : await register(run, executor);
    return answer === 'held' ? giveWay(run, executor) : answer;
  };

  async function recordOf(run: RoutineRun): Promise<TaskRecord | null> {
    const owner = routineOwner(run.type, run.instance);
    const earlier = await tasks.registeredAs(owner, run.runId);
    return earlier === null ? null : tasks.record(earlier.taskId);
  }

  /** One that a process of this worker's name registered, and did not begin, begins here. */
  function goOn({ instance }: RoutineRun, record: TaskRecord): 'done' {
    if (instance === worker && record.phase === 'queued') runHere(record);
    return 'done';
  }

  async function endAs({ runId }: RoutineRun, record: TaskRecord): Promise<'done'> {
    const message = record.error === null ? null : messageOf(record.error);
    // Of a routine every final phase is an outcome: only imports end partial.
    await ledger.end(runId, record, { outcome: record.phase as RunOutcome, message });
    return 'done';
  }

  /** A worker that lives registers its own runs itself, within a round. */
  async function endLost({ runId, tick }: RoutineRun, nowMs: number): Promise<'done'> {
    if (tick < nowMs - LATE_MS) await ledger.end(runId, NEWEST, LOST);
    return 'done';
  }

  async function register(run: RoutineRun, executor: RoutineExecutor): Promise<'done' | 'held'> {
    const { task, idempotency } = routineTask(run, limitsOfRun(executor, run.instance));
    const registration = await tasks.register(task, { idempotency });
    if (!registration.registered) return 'sameBody' in registration ? 'done' : 'held';
    if (run.instance === null) await queue.admit(registration.task.owner, [registration.task.kind]);
    else runHere(registration.task);
    return 'done';
  }

  async function giveWay(run: RoutineRun, executor: RoutineExecutor): Promise<'done' | 'waits'> {
    const isSkipped = isSkippable(run, executor) && (await ledger.end(run.runId, null, SKIPPED));
    if (!isSkipped) return 'waits';
    log.warn({ type: run.type, runId: run.runId }, 'tick skipped: the run before it goes on');
    return 'done';
  }
}

/** Only a tick of the clock gives way; a missed one, and a run that a person asked for, wait. */
const isSkippable = (run: RoutineRun, { overlap }: RoutineExecutor): boolean =>
  overlap === 'skip' && run.madeBy === 'clock' && !run.isCatchUp;

const SKIPPED = { outcome: 'skipped', message: 'the run before it went on' } as const;
const LOST = { outcome: 'lost', message: 'its worker is gone' } as const;

/** Later than any attempt of the run. */
const NEWEST = { registeredAt: Number.MAX_SAFE_INTEGER, attempt: 0 };

function messageOf(error: NonNullable<TaskRecord['error']>): string {
  const sentence = taskErrorSentence(error, 'en');
  return error.cause === undefined ? sentence : `${sentence} (${error.cause})`;
}
