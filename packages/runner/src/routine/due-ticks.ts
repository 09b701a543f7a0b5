/** Which ticks of a routine are due, by its expression and the last tick that was decided. */
import type { Schedule } from '@longshore/cron';
import type { Misfire } from '@longshore/executors';

/** A tick that passed longer ago was missed, not only late. */
export const LATE_MS = 60_000;
/** Ticks of one routine that one round decides; the next round goes on. */
const MOST_AT_ONCE = 500;

interface Question {
  readonly schedule: Schedule;
  /** Ticks up to this time are decided. Times are milliseconds since 1970. */
  readonly decidedUntil: number;
  readonly nowMs: number;
  readonly misfire: Misfire;
}

/** A tick that is due. */
export interface DueTick {
  readonly tick: number;
  /** It was missed. */
  readonly isCatchUp: boolean;
  /** It is noted, not run. */
  readonly isPassedOver: boolean;
}

/** What is due, and up to when everything is decided then. */
export interface DueTicks {
  readonly ticks: readonly DueTick[];
  readonly until: number;
  /** The next tick that is not due yet; null: none will be. */
  readonly next: number | null;
}

/**
 * Of missed ticks that are not all run, the first stands for all of them: it is the same tick for
 * every worker that asks.
 */
export function dueTicks({ schedule, decidedUntil, nowMs, misfire }: Question): DueTicks {
  const lateUntil = nowMs - LATE_MS;
  const ticks: DueTick[] = [];
  let until = decidedUntil;
  let at = schedule.next(decidedUntil);
  if (misfire !== 'all' && at !== null && at <= lateUntil) {
    ticks.push({ tick: at, isCatchUp: true, isPassedOver: misfire === 'skip' });
    until = lateUntil;
    at = schedule.next(lateUntil);
  }
  while (at !== null && at <= nowMs && ticks.length < MOST_AT_ONCE) {
    ticks.push({ tick: at, isCatchUp: at <= lateUntil, isPassedOver: false });
    until = at;
    at = schedule.next(at);
  }
  return { ticks, until, next: at };
}
