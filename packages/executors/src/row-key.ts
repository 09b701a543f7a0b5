/**
 * The key of a row as one text: rows whose texts are equal name one thing. Used by the runner,
 * which looks for such rows within an upload.
 */
import * as z from 'zod';
import type { Column } from './column.js';
import type { ImportExecutor, Row } from './executor.js';

/** Of what `fromCell` made of the key's cells, by property; null: a cell is blank or invalid. */
export type KeyReader = (input: Row) => string | null;

/** Null when the rows of the type have no key. */
export function keyReader({
  row,
  key,
  columns,
  normalizeKey,
}: Pick<ImportExecutor, 'row' | 'key' | 'columns' | 'normalizeKey'>): KeyReader | null {
  if (key.length === 0) return null;
  const schema = z.compile(
    z.object(Object.fromEntries(key.map((name) => [name, row.shape[name]]))),
  );
  const textOf = valueKey({ key, columns, normalizeKey });
  return (input) => {
    const parsed = schema.safeParse(input);
    return parsed.success ? textOf(parsed.data) : null;
  };
}

/** As a KeyReader, of values: of rows that passed the schema, or that came from the database. */
export function valueKey({
  key,
  columns,
  normalizeKey,
}: Pick<ImportExecutor, 'key' | 'columns' | 'normalizeKey'>): KeyReader {
  const parts = columns.filter((column) => key.includes(column.key));
  const [only] = parts;
  const textIn = (values: Row, column: Column): string => {
    const text = comparedText(column, values[column.key]);
    return normalizeKey === null || text === '' ? text : normalizeKey(text, column.key);
  };
  if (parts.length === 1 && only !== undefined) return (values) => textIn(values, only) || null;
  return (values) => {
    const texts = parts.map((column) => textIn(values, column));
    return texts.length === 0 || texts.includes('') ? null : joined(texts);
  };
}

/** What a codec made of a cell is compared as the cell that it makes again. */
function comparedText(column: Column, value: unknown): string {
  if (typeof value === 'string') return folded(value);
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return String(value.getTime());
  if (typeof value !== 'object') return String(value);
  const cell = column.toCell(value);
  return cell instanceof Date ? String(cell.getTime()) : folded(String(cell ?? ''));
}

/** Without outer white space, and with the full-width forms of ASCII and half-width kana folded. */
const folded = (text: string): string =>
  PLAIN.test(text) ? text : text.replace(WIDE, (wide) => wide.normalize('NFKC')).trim();

const PLAIN = /^(?:[!-~](?:[ -~]*[!-~])?)?$/;
/** Halfwidth and Fullwidth Forms (Unicode block FF00-FFEF) and the ideographic space. */
const WIDE = /[\u3000\uff01-\uff9f\uffe0-\uffe6]+/g;

/** With the length of each text, so that `ab` + `c` is not `a` + `bc`. */
const joined = (texts: readonly string[]): string =>
  texts.map((text) => `${text.length}:${text}`).join('');
