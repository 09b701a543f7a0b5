/** A serial number in a section of dates and times (ECMA-376 part 1, 18.8.31). */
import { type CalendarDay, calendarDay, DAY_MS } from '../serial-date.js';
import type { FormatToken } from './format-sections.js';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const DATE_CODE = /^(?:[ymdhse]+|\[[hms]+\]|am\/pm|a\/p|上午\/下午)$/;
const LAST_YEAR = 9999;
const TWELVE_HOURS = /^(?:am\/pm|a\/p|上午\/下午)$/;

/** Whether the section shows a date, a time, or a length of time. */
export const isDateSection = (tokens: readonly FormatToken[]): boolean =>
  tokens.some(({ kind, text }) => kind === 'code' && DATE_CODE.test(text));

interface ShownMoment {
  readonly day: CalendarDay;
  /** The length of time since serial 0. */
  readonly lengthMs: number;
  readonly isTwelveHours: boolean;
}

/** Null when the number is no date, or the section cannot be rendered. */
export function shownDate(
  tokens: readonly FormatToken[],
  serial: number,
  date1904: boolean,
): string | null {
  const places = secondPlaces(tokens);
  const unit = 1000 / 10 ** places;
  const lengthMs = Math.round((serial * DAY_MS) / unit) * unit;
  const day = calendarDay(lengthMs / DAY_MS, date1904);
  if (serial < 0 || !(day.year <= LAST_YEAR) || places > 3) return null;
  const moment = {
    day,
    lengthMs,
    isTwelveHours: tokens.some(({ text }) => TWELVE_HOURS.test(text)),
  };
  const pieces = tokens.map((token, at) => pieceOf(tokens, at, token, moment));
  return pieces.includes(null) ? null : pieces.join('');
}

/** Zeros after a point: fractions of a second. */
const secondPlaces = (tokens: readonly FormatToken[]): number =>
  tokens.filter(({ kind, text }) => kind === 'code' && text === '0').length;

function pieceOf(
  tokens: readonly FormatToken[],
  at: number,
  { kind, text }: FormatToken,
  moment: ShownMoment,
): string | null {
  if (kind === 'literal' || text === '/' || text === ',') return text;
  if (text.startsWith('[')) return elapsed(text, moment.lengthMs);
  if (TWELVE_HOURS.test(text)) return half(text, hoursOf(moment));
  if (text.startsWith('m') && isMinutes(tokens, at))
    return padded(Math.floor(moment.lengthMs / 60_000) % 60, text.length);
  if (text === '.') return isFraction(tokens, at) ? '.' : text;
  if (text === '0') return fractionDigit(tokens, at, moment.lengthMs);
  return datePiece(text, moment);
}

const hoursOf = ({ lengthMs }: ShownMoment): number => Math.floor(lengthMs / 3_600_000) % 24;

function datePiece(text: string, moment: ShownMoment): string | null {
  const { year, month, date, weekday } = moment.day;
  const hours = hoursOf(moment);
  switch (text[0]) {
    case 'y':
      return text.length < 3 ? padded(year % 100, 2) : padded(year, 4);
    case 'e':
      return padded(year, 4);
    case 'm':
      return named(MONTHS, month, month + 1, text.length);
    case 'd':
      return named(DAYS, weekday, date, text.length);
    case 'h':
      return padded(moment.isTwelveHours ? hours % 12 || 12 : hours, text.length);
    case 's':
      return padded(Math.floor(moment.lengthMs / 1_000) % 60, text.length);
    default:
      return null;
  }
}

/** One or two letters: the number; three: a short name; four: the whole; five: its first letter. */
function named(names: readonly string[], index: number, number: number, length: number): string {
  const name = names[index] ?? '';
  if (length <= 2) return padded(number, length);
  if (length === 3) return name.slice(0, 3);
  return length === 5 ? name.slice(0, 1) : name;
}

const padded = (value: number, length: number): string =>
  String(value).padStart(Math.min(length, 4), '0');

/** Unlike a month, minutes stand right after hours or right before seconds. */
function isMinutes(tokens: readonly FormatToken[], at: number): boolean {
  const isDate = ({ kind, text }: FormatToken): boolean =>
    kind === 'code' && /^(?:[ymdhse]+|\[[hms]+\])$/.test(text);
  const before = tokens.slice(0, at).findLast(isDate);
  const after = tokens.slice(at + 1).find(isDate);
  return (
    (tokens[at]?.text.length ?? 0) <= 2 &&
    (/^\[?h/.test(before?.text ?? '') || /^\[?s/.test(after?.text ?? ''))
  );
}

function elapsed(text: string, lengthMs: number): string {
  const unitMs = { h: 3_600_000, m: 60_000, s: 1_000 }[text[1] ?? ''] ?? 1;
  return String(Math.floor(lengthMs / unitMs)).padStart(text.length - 2, '0');
}

function half(text: string, hours: number): string {
  const [morning = '', evening = ''] = text.toUpperCase().split('/');
  return hours < 12 ? morning : evening;
}

const isFraction = (tokens: readonly FormatToken[], at: number): boolean =>
  tokens[at + 1]?.text === '0';

/** The digit after the point that the zero at `at` stands for. */
function fractionDigit(tokens: readonly FormatToken[], at: number, lengthMs: number): string {
  const point = tokens.findLastIndex(
    ({ kind, text }, index) => index < at && kind === 'code' && text === '.',
  );
  const digits = padded3(Math.round(lengthMs) % 1000);
  return digits[at - point - 1] ?? '0';
}

const padded3 = (value: number): string => String(value).padStart(3, '0');
