/** Routines whose ticks were missed, or did not begin in time, by their log in the database. */
import { createSchedule } from '@longshore/cron';
import type { RoutineLedger, RoutineRun, StoredRoutine } from '@longshore/database';
import { type RoutineExecutor, routineLedger, routinesOf } from '@longshore/executors';
import type { Sighting } from '@longshore/tasks';
import { iso, type NewCheck, sighting } from './check.js';

/** Longest silence of the database before the check is given up until the next look. */
const SILENCE_MS = 1_500;
/** Runs of each routine that a look sees. */
const NEWEST = 10;
/** What ended longer ago is not told: the alarms may be younger than the log. */
const TOLD_FOR_MS = 3_600_000;

export const routines: NewCheck = ({ business, thresholds: { routineLateMs } }) => {
  const executors = routinesOf(business);
  return {
    causes: ['routine_missed', 'routine_late'],
    look: async ({ nowMs }) => {
      if (executors.length === 0) return [];
      const ledger = routineLedger({ database: business.database.bounded(SILENCE_MS) });
      const [all, open] = await Promise.all([ledger.all(), ledger.open()]);
      const seen = await Promise.all(
        executors.map(async (executor) => {
          const stored = all.find(({ type }) => type === executor.type);
          const lateTick =
            stored === undefined
              ? null
              : firstLate({ executor, stored, open, before: nowMs - routineLateMs });
          return [
            ...(lateTick === null ? [] : [late(executor.type, lateTick)]),
            ...(await passed(executor.type, ledger, nowMs)),
          ];
        }),
      );
      return seen.flat();
    },
  };
};

interface Question {
  readonly executor: RoutineExecutor;
  readonly stored: StoredRoutine;
  readonly open: readonly RoutineRun[];
  readonly before: number;
}

/** A tick that no worker has decided, or whose run none has begun. */
function firstLate({ executor, stored, open, before }: Question): number | null {
  const { type, cron, cronOverride, timeZone, isPaused, decidedUntil } = stored;
  const waiting = open.find((run) => run.type === type && run.startedAt === null);
  if (waiting !== undefined && waiting.tick < before) return waiting.tick;
  // of a routine for every worker, each worker decides its own ticks
  if (isPaused || executor.runsOn === 'all') return null;
  const next = createSchedule(cronOverride ?? cron, timeZone).next(decidedUntil);
  return next !== null && next < before ? next : null;
}

const late = (type: string, tick: number): Sighting =>
  sighting('routine_late', { subject: type, details: { tick: iso(tick) } });

/** Ticks that were missed, and those that were made up for. */
async function passed(type: string, ledger: RoutineLedger, nowMs: number): Promise<Sighting[]> {
  const runs = await ledger.runsOf(type, NEWEST);
  return runs
    .filter(({ outcome, isCatchUp }) => outcome === 'missed' || isCatchUp)
    .filter(({ endedAt }) => endedAt === null || endedAt > nowMs - TOLD_FOR_MS)
    .sort((a, b) => a.tick - b.tick)
    .map(({ outcome, tick }) => {
      const cause = outcome === 'missed' ? 'routine_missed' : 'routine_late';
      return sighting(cause, {
        subject: type,
        details: { tick: iso(tick) },
        counted: { by: 'mark', source: `${cause} ${type}`, number: tick },
      });
    });
}
