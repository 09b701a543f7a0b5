/**
 * How values of MySQL become values of JavaScript and back: no number goes through a double that
 * loses digits, no time through the time zone of the process.
 */
import { keepPrinted, parseExact, WallDate } from '@longshore/database';
import mysql, { type TypeCastField, type TypeCastNext } from 'mysql2';

type SqlValue = Parameters<typeof mysql.escape>[0];

/** The `typeCast` of a connection. `booleans`: 0 and 1 of a TINYINT(1) are false and true. */
export const typeCast =
  (booleans: boolean) =>
  (field: TypeCastField, next: TypeCastNext): unknown => {
    switch (field.type) {
      case 'LONGLONG':
      case 'NEWDECIMAL':
      case 'DECIMAL':
        return orNull(field.string(), parseExact);
      case 'DATE':
      case 'NEWDATE':
        return orNull(field.string(), parseDay);
      case 'DATETIME':
      case 'DATETIME2':
      case 'TIMESTAMP':
      case 'TIMESTAMP2':
        return orNull(field.string(), parseTime);
      case 'BIT':
        return orNull(field.buffer(), parseBits);
      case 'JSON':
        return field.string('utf8');
      case 'TINY':
        return field.length === 1 && booleans ? orNull(field.string(), parseBoolean) : next();
      default:
        return next();
    }
  };

const orNull = <Raw, Value>(raw: Raw | null, parse: (raw: Raw) => Value): Value | null =>
  raw === null ? null : parse(raw);

const ZERO_PART = /^0000|-00/;

/** `2026-01-31 08:05:00.123456` in UTC; a zero date is no date and stays text. */
function parseTime(text: string): Date | string {
  if (ZERO_PART.test(text)) return text;
  const date = new Date(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(date.getTime()) ? text : keepPrinted(date, text);
}

/** `2026-01-31`, known as a day. */
function parseDay(text: string): Date | string {
  if (ZERO_PART.test(text)) return text;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? text : keepPrinted(new WallDate(ms), text);
}

/** BIT(n) comes as bytes, the highest first; it is the number that `bits + 0` is. */
const parseBits = (bytes: Buffer): number | string =>
  parseExact(BigInt(`0x${bytes.toString('hex')}`).toString());

function parseBoolean(text: string): boolean | number {
  if (text === '0') return false;
  return text === '1' ? true : Number(text);
}

/** Decimal digits that stand in a statement as a number. */
export const exactNumber = (digits: string): unknown => mysql.raw(digits);

/** A value as the driver writes it into a statement; an array stands for a list. */
export function parameterOf(value: unknown): unknown {
  return Array.isArray(value) ? value.map(scalarOf) : scalarOf(value);
}

/** As `parameterOf`, for a column: an array is JSON. */
export const literalOf = (value: unknown): string => mysql.escape(scalarOf(value) as SqlValue); // one of the driver's own values

function scalarOf(value: unknown): unknown {
  switch (typeof value) {
    case 'undefined':
      return null;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'object':
      if (value === null || Buffer.isBuffer(value) || 'toSqlString' in value) return value;
      return value instanceof Date ? timeText(value) : JSON.stringify(value);
    default:
      return value;
  }
}

/** UTC, as `SET time_zone` of each connection says. */
function timeText(date: Date): string {
  if (Number.isNaN(date.getTime())) return String(date);
  return date.toISOString().replace('T', ' ').replace('Z', '');
}
