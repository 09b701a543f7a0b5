/**
 * How values of PostgreSQL become values of JavaScript: times as Date, int8 and numeric as numbers where no digit is lost.
 * Given to each pool; the process-wide parsers of pg stay as they are.
 */
import pg from 'pg';

const OID = { int8: 20, date: 1082, timestamp: 1114, timestamptz: 1184, numeric: 1700 } as const;

/** Digits that a double keeps exactly. */
const EXACT_DIGITS = 15;

/** A number when at most 15 digits count, else the text. */
export function parseExact(text: string): number | string {
  if (text.length <= EXACT_DIGITS) return Number(text);
  const digits = text.replace(/[^0-9]/g, '').replace(/^0+/, '').length;
  return digits <= EXACT_DIGITS ? Number(text) : text;
}

const ZERO = 48;
const two = (text: string, at: number): number => (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;

/**
 * `2026-11-21 09:38:05.123456+08`, `2026-11-21 09:38:05`, `2026-11-21`; without an offset it is UTC. A third of the time of
 * `new Date(text)`. Other forms (BC, infinity, far years, odd offsets) give null.
 */
export function parseTimestamp(text: string): Date | null {
  const year = two(text, 0) * 100 + two(text, 2);
  if (text[4] !== '-' || !(year >= 100)) return null;
  const day = Date.UTC(year, two(text, 5) - 1, two(text, 8));
  if (text.length === 10) return new Date(day);
  const seconds = (two(text, 11) * 60 + two(text, 14)) * 60 + two(text, 17);
  const fractionEnd = text[19] === '.' ? endOfDigits(text, 20) : 19;
  const fractionMs = fractionEnd === 19 ? 0 : Math.trunc(Number(text.slice(19, fractionEnd)) * 1_000 + 1e-6);
  const offset = offsetSeconds(text.slice(fractionEnd));
  return offset === null ? null : new Date(day + (seconds - offset) * 1_000 + fractionMs);
}

function endOfDigits(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) >= ZERO && text.charCodeAt(at) <= ZERO + 9) at++;
  return at;
}

function offsetSeconds(zone: string): number | null {
  if (zone === '' || zone === '+00') return 0;
  if (!/^[+-]\d\d(:\d\d)?$/.test(zone)) return null;
  const seconds = two(zone, 1) * 3_600 + (zone.length > 3 ? two(zone, 4) * 60 : 0);
  return zone.startsWith('-') ? -seconds : seconds;
}

type Parser = (text: string) => unknown;

const withFallback = (oid: number): Parser => {
  const standard: Parser = pg.types.getTypeParser(oid);
  return (text) => parseTimestamp(text) ?? standard(text);
};

const PARSERS = new Map<number, Parser>([
  [OID.int8, parseExact],
  [OID.numeric, parseExact],
  ...[OID.date, OID.timestamp, OID.timestamptz].map((oid) => [oid, withFallback(oid)] as const),
]);

/** The `types` of a pool. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : PARSERS.get(oid)) ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};
