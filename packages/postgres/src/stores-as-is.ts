/**
 * Whether a column stores a value as it is, refuses none of its kind, and is equal only to the
 * same. What is not sure is not: then a trial tells.
 */
import { WallDate } from '@longshore/database';
import type { ColumnFacts } from './table-facts.js';

type Check = (value: unknown, column: ColumnFacts) => boolean;

export function storesAsIs(column: ColumnFacts): (value: unknown) => boolean {
  const check = CHECKS.get(column.type);
  if (check === undefined || column.isSpecial) return () => false;
  return (value) =>
    value === null || value === undefined ? !column.isRequired : check(value, column);
}

/** Values of the column that are equal are the same. */
export const isExact = ({ type, isSpecial }: ColumnFacts): boolean =>
  CHECKS.has(type) && !isSpecial;

/** A key of such a column is another one once it is stored. */
export const roundsValues = ({ type, modifier }: ColumnFacts): boolean =>
  modifier !== -1 && CHECKS.get(type) !== isText;

const whole =
  (least: number, most: number): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

/** An index refuses longer ones. */
const LONGEST_INDEXED = 500;
/** Bytes in front of the modifier of a varying type. */
const HEADER = 4;

const isText: Check = (value, { isIndexed, modifier }) =>
  typeof value === 'string' &&
  value.length <= (isIndexed ? LONGEST_INDEXED : Number.POSITIVE_INFINITY) &&
  (modifier === -1 || value.length <= modifier - HEADER) &&
  !value.includes('\0');

/** The modifier of numeric: precision in the upper half, scale in the lower 11 bits, signed. */
const isNumeric: Check = (value, { modifier }) => {
  if (!Number.isFinite(value)) return false;
  if (modifier === -1) return true;
  const precision = ((modifier - HEADER) >> 16) & 0xffff;
  const scale = (modifier - HEADER) & 0x7ff;
  return scale <= precision && Math.abs(value as number) + 1 < 10 ** (precision - scale);
};

const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const LAST_MS = Date.UTC(9_999, 0, 1);
const DAY_MS = 86_400_000;

const isTime: Check = (value) =>
  value instanceof Date && value.getTime() >= FIRST_MS && value.getTime() < LAST_MS;

const isDay: Check = (value, column) =>
  isTime(value, column) &&
  (value instanceof WallDate ? value.wallMs : (value as Date).getTime()) % DAY_MS === 0;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['smallint', whole(-32_768, 32_767)],
  ['integer', whole(-2_147_483_648, 2_147_483_647)],
  ['bigint', whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)],
  ['numeric', isNumeric],
  ['double precision', (value) => Number.isFinite(value)],
  ['boolean', (value) => typeof value === 'boolean'],
  ['text', isText],
  ['character varying', isText],
  ['character', isText],
  ['bpchar', isText],
  ['uuid', (value) => typeof value === 'string' && UUID.test(value)],
  ['date', isDay],
  ['timestamp with time zone', isTime],
  ['timestamp without time zone', isTime],
]);
