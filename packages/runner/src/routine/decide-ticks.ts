/**
 * Decides the due ticks of the business's routines: each gets its run in the log, once for the
 * whole fleet, whoever comes first. Used by the clock.
 */
import { createSchedule, type Schedule } from '@longshore/cron';
import type { DeclaredRoutine, DueRun, RoutineLedger, StoredRoutine } from '@longshore/database';
import { type RoutineExecutor, routinesOf } from '@longshore/executors';
import type { RunServices } from '../run-services.js';
import { type DueTick, dueTicks } from './due-ticks.js';

/** Decides what is due at a time by Redis TIME; tells when the next tick will be, if any will. */
export type DecideTicks = (nowMs: number) => Promise<number | null>;

const MISSED = {
  outcome: 'missed',
  message: 'this tick, and those after it until the next run, passed while nobody could run them',
} as const;

/** `startedAt`: since when this worker lives, by Redis TIME. */
export function tickDecider(
  {
    business,
    worker,
    ledger,
  }: Pick<RunServices, 'business' | 'worker'> & { readonly ledger: RoutineLedger },
  startedAt: number,
): DecideTicks {
  const routines = routinesOf(business);
  const scheduleOf = cachedSchedules();
  /** Of routines that every worker runs: each worker decides its own ticks. */
  const ownDecided = new Map<string, number>();

  return async (nowMs) => {
    const stored = new Map((await ledger.all()).map((routine) => [routine.type, routine]));
    const nexts = await Promise.all(
      routines.map((routine) => decide(routine, stored.get(routine.type), nowMs)),
    );
    return nexts.reduce<number | null>(
      (first, next) => (first === null || (next !== null && next < first) ? next : first),
      null,
    );
  };

  async function decide(
    { type, misfire, runsOn }: RoutineExecutor,
    stored: StoredRoutine | undefined,
    nowMs: number,
  ): Promise<number | null> {
    if (stored === undefined || stored.isPaused) return null;
    const instance = runsOn === 'all' ? worker : null;
    const inForce = { type, cron: stored.cronOverride ?? stored.cron, timeZone: stored.timeZone };
    const own = ownDecided.get(type) ?? startedAt;
    const decidedUntil = Math.max(stored.decidedUntil, instance === null ? 0 : own);
    const schedule = scheduleOf(inForce);
    const { ticks, until, next } = dueTicks({ schedule, decidedUntil, nowMs, misfire });
    for (const tick of ticks)
      await ledger.addTick(
        runOf(type, tick, instance),
        inForce,
        tick.isPassedOver ? MISSED : undefined,
      );
    if (ticks.length > 0 && instance === null) await ledger.decided(type, until);
    ownDecided.set(type, until);
    return next;
  }
}

const runOf = (type: string, { tick, isCatchUp }: DueTick, instance: string | null): DueRun => ({
  runId: [type, new Date(tick).toISOString(), instance].filter((part) => part !== null).join('/'),
  type,
  tick,
  instance,
  madeBy: 'clock',
  isCatchUp,
});

/** One schedule a type, made anew when another expression is in force. */
function cachedSchedules(): (inForce: DeclaredRoutine) => Schedule {
  const known = new Map<string, { name: string; schedule: Schedule }>();
  return ({ type, cron, timeZone }) => {
    const name = `${cron} ${timeZone}`;
    const last = known.get(type);
    if (last?.name === name) return last.schedule;
    const schedule = createSchedule(cron, timeZone);
    known.set(type, { name, schedule });
    return schedule;
  };
}
