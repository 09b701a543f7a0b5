/**
 * Wall-clock time of an IANA time zone. Excel's dates carry no zone, so a column says in which one
 * its moments are shown.
 */
import { DAY_MS } from '../serial-date.js';
import { WorkbookError } from '../workbook-error.js';

/** Zones change their offset only at such borders, and never twice in a day. */
const QUARTER_HOUR_MS = 15 * 60_000;
const CACHE_SIZE = 10_000;
/** A format takes a third of a millisecond to make: more than a small workbook. */
const ZONES_KEPT = 4;
const offsets = new Map<string, ZoneOffset>();

type ZoneOffset = (ms: number) => number;

/**
 * Milliseconds to add to a moment so that UTC shows the zone's wall clock. Throws WorkbookError
 * `bad_options` for an unknown zone.
 */
export function zoneOffset(zone: string): ZoneOffset {
  const known = offsets.get(zone);
  if (known !== undefined) return known;
  const offset = offsetOf(zone);
  if (offsets.size === ZONES_KEPT) offsets.clear();
  offsets.set(zone, offset);
  return offset;
}

function offsetOf(zone: string): ZoneOffset {
  const format = formatOf(zone);
  const ofQuarter = cached(QUARTER_HOUR_MS, (ms) => wallClock(format, ms) - ms);
  const ofDay = cached(DAY_MS, (ms) => {
    const first = ofQuarter(ms);
    return first === ofQuarter(ms + DAY_MS - QUARTER_HOUR_MS) ? first : null;
  });
  return (ms) => ofDay(ms) ?? ofQuarter(ms);
}

/** Computes a value once for each span of time, from the start of the span. */
function cached<Value>(spanMs: number, compute: (startMs: number) => Value): (ms: number) => Value {
  const known = new Map<number, Value>();
  return (ms) => {
    const span = Math.floor(ms / spanMs);
    const kept = known.get(span);
    if (kept !== undefined) return kept;
    if (known.size === CACHE_SIZE) known.clear();
    const value = compute(span * spanMs);
    known.set(span, value);
    return value;
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
