/**
 * How values of PostgreSQL become values of JavaScript: times as Date, days as WallDate, int8 and
 * numeric as numbers where no digit is lost. Objects keep the text that the server printed.
 * Given to each pool; the process-wide parsers of pg stay as they are.
 */
import { keepPrinted, parseExact, WallDate } from '@longshore/database';
import pg from 'pg';
import { timestampMs } from './timestamp-ms.js';

const OID = {
  int8: 20,
  json: 114,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  jsonb: 3802,
} as const;

const scratch = Buffer.alloc(40);

/**
 * As `timestampMs`; null for forms that it does not know. A third of the time of `new Date(text)`.
 */
export function parseTimestamp(text: string): Date | null {
  const ms = timestampMs(scratch, 0, scratch.write(text, 'latin1'));
  return Number.isNaN(ms) ? null : new Date(ms);
}

type Parser = (text: string) => unknown;

/** What no Date holds stays text: `infinity`, BC, years over 9999. */
const parseTime: Parser = (text) => keepPrinted(parseTimestamp(text) ?? text, text);

/** A JSON document that is one number keeps its digits. */
function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return typeof value === 'number' ? parseExact(text) : keepPrinted(value, text);
}

/** Midnight UTC, known as a day. */
function parseDay(text: string): unknown {
  const day = parseTimestamp(text);
  return day === null ? text : keepPrinted(new WallDate(day.getTime()), text);
}

const PARSERS = new Map<number, Parser>([
  [OID.int8, parseExact],
  [OID.numeric, parseExact],
  [OID.json, parseJson],
  [OID.jsonb, parseJson],
  [OID.date, parseDay],
  ...[OID.timestamp, OID.timestamptz].map((oid) => [oid, parseTime] as const),
]);

/** pg has no parser for these types: their text is the value. */
const noParser: Parser = pg.types.getTypeParser(25);

/** Intervals, points, bytes and arrays are objects, whose text is kept. */
function parserOf(oid: number): Parser {
  const known = PARSERS.get(oid);
  if (known !== undefined) return known;
  const standard: Parser = pg.types.getTypeParser(oid);
  const parser: Parser =
    standard === noParser ? standard : (text) => keepPrinted(standard(text), text);
  PARSERS.set(oid, parser);
  return parser;
}

/** The `types` of a pool. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    format === 'binary'
      ? pg.types.getTypeParser(oid, format)
      : parserOf(oid)) as typeof pg.types.getTypeParser,
};
