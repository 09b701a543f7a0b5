/**
 * Whether a column stores a value of its kind without refusing it, and what the server makes of the
 * value there. What is not sure is not: then a trial tells.
 */
import { dayValue, WallDate } from '@longshore/database';
import type { ColumnFacts } from './table-facts.js';
import { literalOf } from './values.js';

type Check = (value: unknown, column: ColumnFacts) => boolean;

interface Kind {
  readonly check: Check;
  /** A text as a value of the column. */
  cast(text: string, column: ColumnFacts): string;
  /** The stored value, so that equal is the same. */
  exact?(column: string): string;
}

/** False for columns of which nothing is sure. */
export function storesAsIs(column: ColumnFacts): (value: unknown) => boolean {
  const check = KINDS.get(column.type)?.check;
  if (check === undefined) return () => false;
  return (value) =>
    value === null || value === undefined ? !column.isRequired : check(value, column);
}

/** It is known how the column holds values. */
export const isKnown = ({ type }: ColumnFacts): boolean => KINDS.has(type);

/** A key of such a column is another one once it is stored. */
export const roundsValues = ({ type }: ColumnFacts): boolean =>
  !['date', 'char', 'varchar'].includes(type) && KINDS.get(type)?.cast !== asInteger;

/** `text` as the column would hold it; as it stands where the column's type is of no known kind. */
export const asStored = (text: string, column: ColumnFacts | undefined): string =>
  column === undefined ? text : (KINDS.get(column.type)?.cast(text, column) ?? text);

/** Condition: a column holds what `text` would become there. */
export const holds = (kept: string, text: string, column: ColumnFacts): string => {
  const exact = KINDS.get(column.type)?.exact ?? ((name: string) => name);
  return `${exact(kept)} <=> ${exact(asStored(text, column))}`;
};

/** A value as a text that the server reads as `asStored` says. */
export function textLiteral(value: unknown, name: string, isDay: boolean): string {
  const written = isDay ? dayValue(value, name) : value;
  switch (typeof written) {
    case 'boolean':
      return literalOf(written ? '1' : '0');
    case 'number':
    case 'bigint':
      return literalOf(String(written));
    default:
      return literalOf(written);
  }
}

const whole =
  (bits: number): Check =>
  (value, { isUnsigned, countsUp }) => {
    if (typeof value === 'boolean') return value || !countsUp;
    if (!Number.isSafeInteger(value) && typeof value !== 'bigint') return false;
    const number = BigInt(value as number | bigint); // one of both, as said above
    if (countsUp && number === 0n) return false;
    const most = 1n << BigInt(isUnsigned ? bits : bits - 1);
    return number < most && number >= (isUnsigned ? 0n : -most);
  };

const asInteger: Kind['cast'] = (text, { isUnsigned }) =>
  `CAST(${text} AS ${isUnsigned ? 'UNSIGNED' : 'SIGNED'})`;

const integer = (bits: number): Kind => ({ check: whole(bits), cast: asInteger });

const decimal: Kind = {
  check: (value, { precision, scale, isUnsigned }) =>
    typeof value === 'number' &&
    /^-?[\d.]+$/.test(String(value)) &&
    Math.abs(value) + 1 < 10 ** ((precision ?? 0) - (scale ?? 0)) &&
    (!isUnsigned || value >= 0),
  cast: (text, { precision, scale }) => `CAST(${text} AS DECIMAL(${precision}, ${scale}))`,
};

const double: Kind = {
  check: (value, { scale, isUnsigned }) =>
    scale === null && !isUnsigned && Number.isFinite(value) && typeof value === 'number',
  cast: (text) => `CAST(${text} AS DOUBLE)`,
};

const ASCII = /^[\x20-\x7e]*$/;
const BEYOND_PLANE = /\p{Surrogate}|[\u{10000}-\u{10ffff}]/u;

function hasCharacters(text: string, charset: string | null): boolean {
  if (charset === 'utf8mb4') return true;
  if (charset === 'utf8mb3' || charset === 'utf8') return !BEYOND_PLANE.test(text);
  return (charset === 'latin1' || charset === 'ascii') && ASCII.test(text);
}

const asText = (fits: Check): Kind => ({
  check: (value, column) =>
    typeof value === 'string' && fits(value, column) && hasCharacters(value, column.charset),
  cast: (text, { charset, collation }) =>
    collation === null ? text : `CONVERT(${text} USING ${charset}) COLLATE ${collation}`,
  exact: (column) => `CAST(${column} AS BINARY)`,
});

const lengthOf = (value: unknown): number => String(value).length;
const varchar = asText((value, { length }) => lengthOf(value) <= (length ?? 0));
/** Drops blanks at the end. */
const char = asText(
  (value, { length }) => lengthOf(value) <= (length ?? 0) && !String(value).endsWith(' '),
);
/** Of one unit of UTF-16 at most. */
const BYTES = 3;
const text = asText((value, { bytes }) => lengthOf(value) * BYTES <= (bytes ?? 0));

const FIRST_MS = Date.parse('1000-01-02T00:00:00Z');
const LAST_MS = Date.UTC(9_999, 0, 1);
/** TIMESTAMP, on servers of 32 bits. */
const FIRST_STAMP_MS = 86_400_000;
const LAST_STAMP_MS = Date.UTC(2_038, 0, 1);

const isBetween = (value: unknown, first: number, last: number): value is Date =>
  value instanceof Date && value.getTime() >= first && value.getTime() < last;

const time = (first: number, last: number): Kind => ({
  check: (value) => isBetween(value, first, last),
  cast: (text, { fraction }) => `CAST(${text} AS DATETIME(${fraction ?? 0}))`,
});

const DAY_MS = 86_400_000;

const day: Kind = {
  check: (value) =>
    isBetween(value, FIRST_MS, LAST_MS) &&
    (value instanceof WallDate ? value.wallMs : value.getTime()) % DAY_MS === 0,
  cast: (text) => `CAST(${text} AS DATE)`,
};

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['tinyint', integer(8)],
  ['smallint', integer(16)],
  ['mediumint', integer(24)],
  ['int', integer(32)],
  ['bigint', integer(64)],
  ['decimal', decimal],
  ['double', double],
  ['char', char],
  ['varchar', varchar],
  ['tinytext', text],
  ['text', text],
  ['mediumtext', text],
  ['longtext', text],
  ['date', day],
  ['datetime', time(FIRST_MS, LAST_MS)],
  ['timestamp', time(FIRST_STAMP_MS, LAST_STAMP_MS)],
]);
