/**
 * Wall-clock time of an IANA time zone. Excel's dates carry no zone, so a column says in which one
 * its moments are shown.
 */
import { WorkbookError } from '../workbook-error.js';

/** Zones change their offset only at such borders. */
const QUARTER_HOUR_MS = 15 * 60_000;
const CACHE_SIZE = 10_000;

/**
 * Milliseconds to add to a moment so that UTC shows the zone's wall clock. Throws WorkbookError
 * `bad_options` for an unknown zone.
 */
export function zoneOffset(zone: string): (ms: number) => number {
  const format = formatOf(zone);
  const known = new Map<number, number>();
  return (ms) => {
    const quarter = Math.floor(ms / QUARTER_HOUR_MS);
    const cached = known.get(quarter);
    if (cached !== undefined) return cached;
    if (known.size === CACHE_SIZE) known.clear();
    const offset = wallClock(format, quarter * QUARTER_HOUR_MS) - quarter * QUARTER_HOUR_MS;
    known.set(quarter, offset);
    return offset;
  };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const [year, month, day, hour, minute, second] = Array<'numeric'>(6).fill('numeric');
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      calendar: 'gregory',
      era: 'short',
      year,
      month,
      day,
      hour,
      minute,
      second,
    });
  } catch (cause) {
    throw new WorkbookError({
      code: 'bad_options',
      message: `There is no time zone "${zone}"; use an IANA name such as Asia/Shanghai.`,
      cause,
    });
  }
}

function wallClock(format: Intl.DateTimeFormat, ms: number): number {
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  const of = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type) ?? 0);
  const year = parts.get('era') === 'BC' ? 1 - of('year') : of('year');
  const time = Date.UTC(2000, 0, 1, of('hour'), of('minute'), of('second'));
  return new Date(time).setUTCFullYear(year, of('month') - 1, of('day')); // Date.UTC adds 1900 to years below 100
}
