/**
 * Checks the rows that an export hands out before their values become cells: a misspelt column or a
 * value of another type must fail the task, not end in a workbook with blanks. Used by the runner.
 */
import { AppError } from '@longshore/contract';
import { printedText } from '@longshore/database';
import type { Column, ColumnKind } from './column.js';
import type { ExportExecutor, Row } from './executor.js';
import { parseDate } from './parse-date.js';
import { isPlainNumber } from './parse-number.js';

/** Checks rows of one export. */
export interface RowCheck {
  /** Throws AppError rows_lack_columns or rows_wrong_type at the first row that is wrong. */
  check(rows: readonly Row[]): void;
  /** Keys that every row must have. */
  readonly requiredKeys: readonly string[];
}

/** The check of an executor's rows. */
export function checkRowsOf({ type, columns }: ExportExecutor): RowCheck {
  const required = columns.filter((column) => column.required);
  return {
    requiredKeys: required.map(({ key }) => key),
    check: (rows) => {
      for (const row of rows) {
        refuseMissing(type, row, required);
        for (const column of columns) refuseType(type, column, row[column.key]);
      }
    },
  };
}

function refuseMissing(type: string, row: Row, required: readonly Column[]): void {
  const missing = required.filter(({ key }) => row[key] === undefined).map(({ key }) => key);
  if (missing.length === 0) return;
  const found = Object.keys(row).filter((key) => row[key] !== undefined);
  throw new AppError('rows_lack_columns', {
    values: { type, columns: missing.join(', '), found: found.join(', ') || 'nothing' },
  });
}

function refuseType(type: string, { key, kind, hasCustomCodec }: Column, value: unknown): void {
  // A codec of the author's own takes what its own schema says.
  if (hasCustomCodec || value === null || value === undefined || TAKES[kind](value)) return;
  throw new AppError('rows_wrong_type', {
    values: { type, column: key, kind, found: typeName(value) },
  });
}

const isText = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  value instanceof Date ||
  printedText(value) !== undefined;

/** What a column of each kind makes a cell of without changing the value. */
const TAKES: Readonly<Record<ColumnKind, (value: unknown) => boolean>> = {
  text: isText,
  label: isText,
  boolean: (value) => typeof value === 'boolean' || value === 0 || value === 1,
  integer: isNumeric,
  number: isNumeric,
  decimal: isNumeric,
  date: (value) => value instanceof Date || parseDate(value) instanceof Date || isFarDate(value),
};

/** A database hands out large numbers as text. */
function isNumeric(value: unknown): boolean {
  if (typeof value === 'number' || typeof value === 'bigint') return true;
  return typeof value === 'string' && (isPlainNumber(value) || value === 'NaN');
}

/** Dates that no Date holds, as databases print them: `infinity`, `0044-03-15 BC`, year 12345. */
const isFarDate = (value: unknown): boolean =>
  typeof value === 'string' && /^-?infinity$|^\d{4,6}-\d{2}-\d{2}/.test(value);

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Uint8Array) return 'bytes';
  return typeof value === 'object' ? 'an object' : `${typeof value} ${String(value).slice(0, 40)}`;
}
