/**
 * How values of PostgreSQL become values of JavaScript: times as Date, days as WallDate, int8 and
 * numeric as numbers where no digit is lost.
 * Given to each pool; the process-wide parsers of pg stay as they are.
 */
import { parseExact, WallDate } from '@longshore/database';
import pg from 'pg';
import { timestampMs } from './timestamp-ms.js';

const OID = { int8: 20, date: 1082, timestamp: 1114, timestamptz: 1184, numeric: 1700 } as const;

const scratch = Buffer.alloc(40);

/**
 * As `timestampMs`; null for forms that it does not know. A third of the time of `new Date(text)`.
 */
export function parseTimestamp(text: string): Date | null {
  const ms = timestampMs(scratch, 0, scratch.write(text, 'latin1'));
  return Number.isNaN(ms) ? null : new Date(ms);
}

type Parser = (text: string) => unknown;

const withFallback = (oid: number): Parser => {
  const standard: Parser = pg.types.getTypeParser(oid);
  return (text) => parseTimestamp(text) ?? standard(text);
};

/** Midnight UTC, known as a day. */
function parseDay(text: string): unknown {
  const day = parseTimestamp(text);
  return day === null ? pg.types.getTypeParser(OID.date)(text) : new WallDate(day.getTime());
}

const PARSERS = new Map<number, Parser>([
  [OID.int8, parseExact],
  [OID.numeric, parseExact],
  [OID.date, parseDay],
  ...[OID.timestamp, OID.timestamptz].map((oid) => [oid, withFallback(oid)] as const),
]);

/** The `types` of a pool. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : PARSERS.get(oid)) ??
    pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};
