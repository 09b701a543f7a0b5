/**
 * How each kind of column turns values into cells and cells into input of the schema. Blank cells
 * and `#N/A` never get here.
 */

import { inLanguage, type Language } from '@longshore/contract';
import { type Cell, parseExact } from '@longshore/database';
import { fold, toText } from './cell-text.js';
import type { ColumnKind } from './column.js';
import { type CodeLabels, firstLabel } from './labels.js';
import { parseBoolean } from './parse-boolean.js';
import { parseDate } from './parse-date.js';
import { parseDecimal, parseNumber } from './parse-number.js';
import type { TextForms } from './text-evidence.js';

export interface Conversion {
  readonly kind: ColumnKind;
  readonly labels: readonly string[] | null;
  /** As of a column. */
  readonly hasCustomCodec: boolean;
  toCell(value: NonNullable<unknown>): Cell;
  /** `forms`: as of a column. */
  fromCell(cell: string | number | boolean | Date, forms?: TextForms): unknown;
  /** In a language; left out where every language has the same cells. */
  in?(language: Language): Conversion;
}

export const TEXT: Conversion = {
  kind: 'text',
  labels: null,
  hasCustomCodec: false,
  toCell: (value) => toText(value),
  fromCell: toText,
};
export const INTEGER: Conversion = {
  kind: 'integer',
  labels: null,
  hasCustomCodec: false,
  toCell: numberCell,
  fromCell: parseNumber,
};
export const NUMBER: Conversion = { ...INTEGER, kind: 'number' };
export const DECIMAL: Conversion = { ...INTEGER, kind: 'decimal', fromCell: parseDecimal };
export const BOOLEAN: Conversion = {
  kind: 'boolean',
  labels: null,
  hasCustomCodec: false,
  toCell: booleanCell,
  fromCell: parseBoolean,
};
export const DATE: Conversion = {
  kind: 'date',
  labels: null,
  hasCustomCodec: false,
  toCell: dateCell,
  fromCell: parseDate,
};

/** A database hands out large numerics as text: they become numbers only where no digit is lost. */
function numberCell(value: unknown): Cell {
  if (typeof value === 'number') return value;
  const text = String(value);
  const number = parseExact(text);
  return Number.isFinite(number) ? number : text;
}

/** 0 and 1 of a database without booleans; what is neither is shown as it is. */
function booleanCell(value: unknown): Cell {
  if (typeof value === 'boolean') return value;
  return value === 0 || value === 1 ? value === 1 : toText(value);
}

function dateCell(value: unknown): Cell {
  if (value instanceof Date) return value;
  const date = parseDate(String(value));
  return date instanceof Date ? date : String(value);
}

/**
 * In the order of the drop-down. A code without a label is shown as it is. Reading takes the labels
 * of every language, whatever their case, width and blanks. `language` null: nobody said one.
 */
export function labelConversion(
  codes: readonly CodeLabels[],
  language: Language | null = null,
): Conversion {
  const shown = codes.map(({ code, title }) => ({
    code,
    title,
    label: language === null ? firstLabel(title) : inLanguage(title, language),
  }));
  const labelOf = new Map<unknown, string>(shown.map(({ code, label }) => [code, label]));
  const known = new Map(
    shown.flatMap(({ title, label }) =>
      Object.values(title).flatMap((text) => [
        [text, label],
        [fold(text), label],
      ]),
    ),
  );
  return {
    kind: 'label',
    labels: shown.map(({ label }) => label),
    hasCustomCodec: false,
    toCell: (code) => labelOf.get(code) ?? toText(code),
    fromCell: (cell) => {
      const text = toText(cell);
      return known.get(text) ?? known.get(fold(text)) ?? text;
    },
    in: (asked) => labelConversion(codes, asked),
  };
}

/** A column with a codec of the user's own: cells are those of the codec's input. */
export function encoded(
  input: Conversion,
  encode: (value: NonNullable<unknown>) => unknown,
): Conversion {
  return {
    ...input,
    hasCustomCodec: true,
    in: (language) => encoded(input.in?.(language) ?? input, encode),
    toCell: (value) => {
      const cell = encode(value);
      return cell === null || cell === undefined ? null : input.toCell(cell);
    },
  };
}
