/** Bodies of the calls about routines: what exists, when it runs, and how its runs ended. */
import * as z from 'zod';
import { count, Title, taskId, time, timeZoneName } from './schema-parts.js';

/** How the run of a tick ended. */
const outcome = z.enum([
  'succeeded',
  'failed',
  'cancelled',
  'expired',
  'lost',
  'skipped',
  'missed',
]);

/** One run of a routine, as its log keeps it. */
export const RoutineRunOut = z.object({
  runId: z.string(),
  type: z.string(),
  /** The time that it is for. */
  tick: time,
  /** The one worker that it was for; null: whichever took it. */
  instance: z.string().nullable(),
  madeBy: z.enum(['clock', 'hand']),
  /** Its tick was missed, and made up for. */
  isCatchUp: z.boolean(),
  /** Null: no worker has begun it. */
  taskId: taskId.nullable(),
  worker: z.string().nullable(),
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  durationMs: count.nullable(),
  /** Null: it has not ended. */
  outcome: outcome.nullable(),
  /** Why it ended so. */
  message: z.string().nullable(),
});
export type RoutineRunOut = z.infer<typeof RoutineRunOut>;

/** A routine, and when it runs. */
export const RoutineOut = z.object({
  type: z.string(),
  title: Title,
  description: Title,
  /** The expression in force. */
  cron: z.string(),
  /** The expression that the business declares. */
  declaredCron: z.string(),
  /** An operator put another expression in its place. */
  isOverridden: z.boolean(),
  timeZone: timeZoneName,
  runsOn: z.enum(['one', 'all']),
  misfire: z.enum(['skip', 'once', 'all']),
  overlap: z.enum(['skip', 'queue']),
  isPaused: z.boolean(),
  /** The next five ticks, whether or not the routine is paused. */
  next: z.array(time),
  lastRun: RoutineRunOut.nullable(),
});
export type RoutineOut = z.infer<typeof RoutineOut>;

/** All routines; `zoneData`: version of the zone data that the ticks were reckoned with. */
export const RoutineList = z.object({ items: z.array(RoutineOut), zoneData: z.string() });
export type RoutineList = z.infer<typeof RoutineList>;

/** Query of a routine's log. */
export const RoutineRunsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** The newest runs of a routine, newest first. */
export const RoutineRuns = z.object({ items: z.array(RoutineRunOut) });
export type RoutineRuns = z.infer<typeof RoutineRuns>;

const LONGEST_CRON = 100;

/** Another expression; null: the declared one is in force again. */
export const RoutineCronIn = z.strictObject({ cron: z.string().max(LONGEST_CRON).nullable() });
export type RoutineCronIn = z.infer<typeof RoutineCronIn>;
