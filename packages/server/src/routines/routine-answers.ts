/** Routines and their runs as answers. */
import type { RoutineOut, RoutineRunOut } from '@longshore/contract';
import { createSchedule } from '@longshore/cron';
import type { RoutineRun, StoredRoutine } from '@longshore/database';
import type { RoutineExecutor } from '@longshore/executors';

const NEXT_TICKS = 5;

interface Known {
  readonly executor: RoutineExecutor;
  readonly stored: StoredRoutine;
  readonly lastRun: RoutineRun | undefined;
  /** By Redis TIME. */
  readonly nowMs: number;
}

export function routineAnswer({ executor, stored, lastRun, nowMs }: Known): RoutineOut {
  const { type, title, description, runsOn, misfire, overlap } = executor;
  const { cronOverride, timeZone, isPaused } = stored;
  const cron = cronOverride ?? stored.cron;
  return {
    type,
    title: { ...title },
    description: { ...description },
    cron,
    declaredCron: stored.cron,
    isOverridden: cronOverride !== null,
    timeZone,
    runsOn,
    misfire,
    overlap,
    isPaused,
    next: nextTicks(cron, timeZone, nowMs).map(iso),
    lastRun: lastRun === undefined ? null : runAnswer(lastRun),
  };
}

export function runAnswer({
  attempt,
  tick,
  startedAt,
  endedAt,
  ...run
}: RoutineRun): RoutineRunOut {
  return {
    ...run,
    tick: iso(tick),
    startedAt: isoOrNull(startedAt),
    endedAt: isoOrNull(endedAt),
    durationMs: startedAt === null || endedAt === null ? null : Math.max(0, endedAt - startedAt),
  };
}

function nextTicks(cron: string, timeZone: string, nowMs: number): number[] {
  const schedule = createSchedule(cron, timeZone);
  const ticks: number[] = [];
  for (let at = schedule.next(nowMs); at !== null; at = schedule.next(at)) {
    ticks.push(at);
    if (ticks.length === NEXT_TICKS) break;
  }
  return ticks;
}

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));
