/**
 * Cells of `t="d"` (ECMA-376 part 1, 18.18.11): ISO 8601 dates, times of day and lengths of time as
 * strict workbooks write them. Excel writes 17 digits of a second.
 */
import { DAY_MS } from '../serial-date.js';

/** `ms`: wall clock since 1970 for `moment`, else since midnight or the length itself. */
export interface IsoMoment {
  readonly kind: 'moment' | 'instant' | 'day' | 'time' | 'duration';
  readonly ms: number;
}

const MOMENT =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d(?:[.,]\d+)?))?(Z|[+-]\d\d:\d\d)?)?Z?$/;
const TIME = /^(\d\d):(\d\d)(?::(\d\d(?:[.,]\d+)?))?Z?$/;
const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;

/** Milliseconds are rounded. Null for what is none of the three. */
export function isoMoment(text: string): IsoMoment | null {
  const trimmed = text.trim();
  return moment(trimmed) ?? time(trimmed) ?? duration(trimmed);
}

function moment(text: string): IsoMoment | null {
  const [match, year, month, day, hours, minutes, seconds, zone] = MOMENT.exec(text) ?? [];
  if (match === undefined) return null;
  const dayMs = Date.parse(`${year}-${month}-${day}`);
  if (Number.isNaN(dayMs) || new Date(dayMs).getUTCDate() !== number(day)) return null;
  const ms = dayMs + clockMs(hours, minutes, seconds);
  if (hours === undefined) return { kind: 'day', ms };
  if (zone === undefined) return { kind: 'moment', ms };
  return { kind: 'instant', ms: ms - zoneMs(zone) };
}

/** `Z` or `+08:00` */
function zoneMs(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours, minutes] = zone.slice(1).split(':');
  const size = clockMs(hours, minutes, undefined);
  return zone.startsWith('-') ? -size : size;
}

function time(text: string): IsoMoment | null {
  const [match, hours, minutes, seconds] = TIME.exec(text) ?? [];
  return match === undefined ? null : { kind: 'time', ms: clockMs(hours, minutes, seconds) };
}

function duration(text: string): IsoMoment | null {
  const [match, days, hours, minutes, seconds] = DURATION.exec(text) ?? [];
  if (match === undefined || /^P?T?$/.test(match) || match.endsWith('T')) return null;
  return { kind: 'duration', ms: number(days) * DAY_MS + clockMs(hours, minutes, seconds) };
}

const clockMs = (hours?: string, minutes?: string, seconds?: string): number =>
  Math.round((number(hours) * 60 + number(minutes)) * 60_000 + number(seconds) * 1000);
const number = (digits: string | undefined): number => Number((digits ?? '0').replace(',', '.'));
