/**
 * What a person means by a cell: `是` in a boolean column, `2026/1/31` in a date column.
 * Numbers have parse-number.ts. A cell that means nothing of the kind is given back as it is, for
 * the schema to refuse.
 */
import { narrow } from './cell-text.js';

const BOOLEANS = new Map<string, boolean>([
  ...['true', 'yes', 'y', '1', '是', '对', '真'].map((word) => [word, true] as const),
  ...['false', 'no', 'n', '0', '否', '错', '假'].map((word) => [word, false] as const),
]);

export function parseBoolean(cell: unknown): unknown {
  if (typeof cell !== 'string' && typeof cell !== 'number') return cell;
  return BOOLEANS.get(narrow(String(cell)).toLowerCase()) ?? cell;
}

const DAY =
  /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)/;
const TIME = /^(?:T|\s*)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * Year first, with `-`, `/`, `.` or 年月日; a time and an offset may follow; without an offset it is
 * UTC.
 * Day-first and month-first forms (`1/2/2026`) mean two different days and are not taken, nor is a
 * bare number.
 */
export function parseDate(cell: unknown): unknown {
  if (typeof cell !== 'string') return cell;
  const text = narrow(cell);
  const day = DAY.exec(text);
  if (day === null) return cell;
  const [whole, ...parts] = day;
  const [year = 0, month = 0, date = 0] = parts.filter((part) => part !== undefined).map(Number);
  const time = timeOf(text.slice(whole.length));
  if (time === null || !isDay(year, month, date)) return cell;
  return new Date(Date.UTC(year, month - 1, date) + time);
}

/** Milliseconds after midnight UTC; null when the text is no time of day. */
function timeOf(text: string): number | null {
  if (text === '') return 0;
  const match = TIME.exec(text);
  if (match === null) return null;
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1, 4).map((part) => Number(part ?? 0));
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const fraction = Math.trunc(Number(`0.${match[4] ?? 0}`) * 1_000);
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000 + fraction - offsetMs(match[5] ?? 'Z');
}

function offsetMs(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** 30 February is no day, though Date would make it 2 March. */
function isDay(year: number, month: number, date: number): boolean {
  const day = new Date(Date.UTC(year, month - 1, date));
  return (
    day.getUTCFullYear() === year && day.getUTCMonth() === month - 1 && day.getUTCDate() === date
  );
}
