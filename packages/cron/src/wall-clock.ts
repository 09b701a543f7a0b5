/**
 * The wall clock of an IANA zone, by the zone data of this Node (`process.versions.tz`). A wall
 * time is written as the moment that it would be in UTC. All times are milliseconds since 1970.
 */

/** What a zone's clocks show, and when they show it. */
export interface WallClock {
  /** The wall time at a moment; whole seconds. */
  wallAt(ms: number): number;
  /** Wall time minus UTC at a moment. */
  offsetAt(ms: number): number;
  /**
   * The moment of a wall time: the first one of a time that occurs twice, the end of the gap of a
   * time that the zone skips.
   */
  momentOf(wall: number): number;
  /** The moment at which the offset changes in (`from`, `to`], where it is not the same at both. */
  changeBetween(from: number, to: number): number;
}

const SECOND_MS = 1_000;
/** Further than any offset is from UTC, so that a change lies between both sides. */
const BEYOND_ANY_OFFSET_MS = 26 * 3_600_000;

/** Throws RangeError: a zone that does not exist. */
export function wallClock(timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const wallAt = (ms: number): number => {
    const [month = 1, day = 1, year = 0, hour = 0, minute = 0, second = 0] = format
      .format(ms)
      .split(NOT_A_DIGIT)
      .map(Number);
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };
  const offsetAt = (ms: number): number => wallAt(ms) - floorToSecond(ms);

  function changeBetween(from: number, to: number): number {
    const before = offsetAt(from);
    let [low, high] = [floorToSecond(from), floorToSecond(to)];
    while (high - low > SECOND_MS) {
      const middle = floorToSecond((low + high) / 2);
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  }

  function momentOf(wall: number): number {
    const before = offsetAt(wall - BEYOND_ANY_OFFSET_MS);
    const after = offsetAt(wall + BEYOND_ANY_OFFSET_MS);
    if (before === after) return wall - before;
    const shown = [wall - before, wall - after].filter((ms) => ms + offsetAt(ms) === wall);
    return shown.length > 0 ? Math.min(...shown) : changeBetween(wall - after, wall - before);
  }

  return { wallAt, offsetAt, momentOf, changeBetween };
}

const NOT_A_DIGIT = /\D+/;
const floorToSecond = (ms: number): number => Math.floor(ms / SECOND_MS) * SECOND_MS;
