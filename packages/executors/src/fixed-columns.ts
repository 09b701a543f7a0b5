/** Where the columns of an import stand in lines of fixed widths. Used by defineImport. */
import { BusinessError } from './business-error.js';
import type { Column } from './column.js';
import type { FixedColumn } from './executor.js';

type Places = Readonly<Record<string, readonly [first: number, last: number] | undefined>>;

/**
 * In the order of the line. Throws BusinessError: an unknown property, a required column without a
 * place, or two columns at one place.
 */
export function fixedColumns(columns: readonly Column[], places: Places): FixedColumn[] {
  const unknown = Object.keys(places).filter((key) =>
    columns.every((column) => column.key !== key),
  );
  if (unknown.length > 0) throw wrong(`the row has no column ${unknown.join(', ')}`);
  const left = columns.filter(({ key, required }) => required && places[key] === undefined);
  if (left.length > 0)
    throw wrong(`the required column ${left.map(({ key }) => key).join(', ')} has no place`);
  const placed = columns.flatMap(({ key, header }): FixedColumn[] => {
    const [first, last] = places[key] ?? [];
    return first === undefined || last === undefined ? [] : [{ header, first, last }];
  });
  return checked(placed.sort((a, b) => a.first - b.first));
}

function checked(columns: FixedColumn[]): FixedColumn[] {
  for (const [index, { header, first, last }] of columns.entries()) {
    if (last < first) throw wrong(`"${header}" ends before it begins, at ${first} to ${last}`);
    const next = columns[index + 1];
    if (next !== undefined && next.first <= last)
      throw wrong(`"${header}" and "${next.header}" share the character ${next.first}`);
  }
  return columns;
}

const wrong = (problem: string): BusinessError => new BusinessError(`fixedWidth: ${problem}`);
