/** Rows as parameters: a text for each column, which the server reads as an array. */
import { dayValue } from '@longshore/database';
import { arrayLiteral } from './array-literal.js';
import type { WrittenColumn } from './plain-columns.js';
import { quoted } from './sql.js';
import { isExact } from './stores-as-is.js';
import type { TableFacts } from './table-facts.js';

type AnyRow = Readonly<Record<string, unknown>>;

/** Of values that are stored as they are. */
export const columnLiterals = (
  rows: readonly AnyRow[],
  columns: readonly Pick<WrittenColumn, 'property' | 'type'>[],
): string[] =>
  columns.map(({ property, type }) => {
    const values = rows.map((row) => row[property]);
    const literal = arrayLiteral(
      type === 'date' ? values.map((value) => dayValue(value, property)) : values,
    );
    if (literal === null) throw new Error(`${property}: a value of ${type} has no literal`);
    return literal;
  });

/**
 * The columns as a table expression `source`; `more`: columns behind them, of types of their own.
 */
export function typedSource(
  columns: readonly Pick<WrittenColumn, 'name' | 'type'>[],
  position: '' | 'WITH ORDINALITY',
  more: readonly Pick<WrittenColumn, 'name' | 'type'>[] = [],
): string {
  const all = [...columns, ...more];
  const arrays = all.map(({ type }, i) => `$${i + 1}::${type}[]`);
  const names = all.map(({ name }) => quoted(name));
  const numbered = position === '' ? names : [...names, 'longshore_position'];
  return `unnest(${arrays.join(', ')}) ${position} AS source (${numbered.join(', ')})`;
}

/**
 * A number of 64 bits of the stored row, another one once one of these columns differs: of the
 * values, which takes a third of the time, or of what is printed where equal values may differ.
 */
export function stateOf(
  { hashesRecords, columns }: Pick<TableFacts, 'hashesRecords' | 'columns'>,
  names: readonly string[],
): string {
  const row = `ROW(${names.map((name) => `kept.${quoted(name)}`).join(', ')})`;
  const isOfValues =
    hashesRecords &&
    names.every((name) => {
      const column = columns.get(name);
      return column !== undefined && isExact(column);
    });
  return isOfValues ? `hash_record_extended(${row}, 0)` : `hashtextextended(${row}::text, 0)`;
}
