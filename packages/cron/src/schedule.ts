/**
 * The instants of a cron expression in a time zone. croner says which wall times match; the wall
 * clock of the zone says when these are, by one promise: a time that the zone skips is due once, at
 * the end of the gap; a time that occurs twice is due at its first; an expression for every hour
 * follows real time. Day of month and weekday together mean either of them.
 */
import { Cron } from 'croner';
import { type WallClock, wallClock } from './wall-clock.js';

/** An expression that is no cron expression, or is never due; or a zone that does not exist. */
export class CronError extends Error {
  override readonly name = 'CronError';
}

/** When a cron expression is due. Times are milliseconds since 1970. */
export interface Schedule {
  /** The first instant after `afterMs`; null: there is none any more. */
  next(afterMs: number): number | null;
}

/** A matching wall time after another one; null: there is none any more. */
type NextMatch = (wall: number) => number | null;

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
/** Minutes first, or seconds first. */
const FIELDS = { withoutSeconds: 5, withSeconds: 6 } as const;
const EVERY_HOUR = /^(\*|\?|\*\/1|0-23)$/;

/**
 * `expression`: five fields (minute hour day month weekday), or six with the second first; with
 * names, steps, `L`, `W` and `#`. Throws CronError.
 */
export function createSchedule(expression: string, timeZone: string): Schedule {
  const clock = clockOf(timeZone);
  const match = matcherOf(expression);
  return {
    next: (afterMs) =>
      isEveryHour(expression)
        ? nextInRealTime(afterMs, match, clock)
        : nextByWall(afterMs, match, clock),
  };
}

function clockOf(timeZone: string): WallClock {
  try {
    return wallClock(timeZone);
  } catch (cause) {
    throw new CronError(`There is no time zone "${timeZone}".`, { cause });
  }
}

const fieldsOf = (expression: string): string[] => expression.trim().split(/\s+/);
const isEveryHour = (expression: string): boolean =>
  EVERY_HOUR.test(fieldsOf(expression).at(-4) ?? '');

function matcherOf(expression: string): NextMatch {
  const { length } = fieldsOf(expression);
  if (length !== FIELDS.withoutSeconds && length !== FIELDS.withSeconds)
    throw new CronError(
      `"${expression}" has ${length} fields; a cron expression has 5 (minute hour day month weekday), or 6 with the second first.`,
    );
  const cron = parse(expression);
  const match: NextMatch = (wall) => cron.nextRun(new Date(wall))?.getTime() ?? null;
  if (match(0) === null) throw new CronError(`"${expression}" is never due.`);
  return match;
}

function parse(expression: string): Cron {
  try {
    return new Cron(expression, { timezone: 'UTC' });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CronError(`"${expression}" is no cron expression: ${reason}`, { cause });
  }
}

/** Moments rise with wall times, so the first moment that is later than `afterMs` is the next. */
function nextByWall(afterMs: number, match: NextMatch, clock: WallClock): number | null {
  let wall = match(clock.wallAt(afterMs));
  while (wall !== null) {
    const moment = clock.momentOf(wall);
    if (moment > afterMs) return moment;
    wall = match(wall);
  }
  return null;
}

/**
 * Under one offset a match is a moment. At each change of the offset the search begins anew with
 * the wall time that the clocks then show, so what occurs twice is due twice, and what is skipped
 * is not due.
 */
function nextInRealTime(afterMs: number, match: NextMatch, clock: WallClock): number | null {
  let from = Math.floor(afterMs / SECOND_MS) * SECOND_MS + SECOND_MS;
  for (;;) {
    const offset = clock.offsetAt(from);
    const wall = match(from + offset - SECOND_MS);
    if (wall === null) return null;
    const moment = wall - offset;
    const to = Math.min(moment, from + DAY_MS);
    if (clock.offsetAt(to) !== offset) from = clock.changeBetween(from, to);
    else if (to === moment) return moment;
    // No wall time up to the match matches: the days until shortly before it need no look.
    else from = Math.max(to, moment - 2 * DAY_MS);
  }
}
