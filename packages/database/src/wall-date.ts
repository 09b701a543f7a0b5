/**
 * Dates that know the wall clock they were written in: a `date` of a database, a cell of an import
 * in the time zone of its task. Adapters write such a Date into a column of days as the day that
 * was written, whatever moment it is.
 */

import { RefusedValueError } from './fault-causes.js';

/** A Date whose wall clock is known. */
export class WallDate extends Date {
  /** Milliseconds from 1970-01-01 00:00 of that wall clock to the Date. */
  readonly wallMs: number;

  /** Default: the wall clock is UTC, as of a day. */
  constructor(ms: number, wallMs = ms) {
    super(ms);
    this.wallMs = wallMs;
  }

  /** A day of the calendar, in no zone: midnight UTC. */
  get isDay(): boolean {
    return this.wallMs === this.getTime();
  }
}

const DAY_MS = 86_400_000;

/**
 * A value for a column of days of the database: of a Date, midnight UTC of the day of its wall
 * clock, which is UTC where the Date knows none. Throws RefusedValueError for a Date with a time of
 * day, which the database would drop.
 */
export function dayValue(value: unknown, column: string): unknown {
  if (!(value instanceof Date)) return value;
  const wallMs = value instanceof WallDate ? value.wallMs : value.getTime();
  if (Number.isNaN(wallMs)) return value;
  if (wallMs % DAY_MS !== 0) throw new RefusedValueError('time_in_day', column);
  return new Date(wallMs);
}
