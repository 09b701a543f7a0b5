/** Which column of an executor stands where in a header. */
import { type Column, headerKey } from '@longshore/executors';

export interface PlacedColumns {
  /** A column of blanks stands behind all. */
  readonly places: readonly { readonly column: Column; readonly index: number }[];
  /** Required columns that the header lacks; all columns where it has none of them. */
  readonly missing: readonly Column[];
  /** Columns that the header has more than once. */
  readonly twice: readonly Column[];
}

/**
 * One stray cell in column XFD makes a row of 16,384 cells, and a failed row is stored as it came.
 */
export const COLUMNS_READ = 1_000;

/** No row has a cell there. */
const BEHIND_ALL = COLUMNS_READ;

export function placeColumns(columns: readonly Column[], header: readonly string[]): PlacedColumns {
  const texts = header.map(headerKey);
  const found = columns.map((column) => ({ column, indexes: indexesOf(column, texts) }));
  // else each row of a type without required columns would be saved as blanks
  const isForeign = found.every(({ indexes }) => indexes.length === 0);
  return {
    places: found.flatMap(({ column, indexes: [index] }) => {
      if (index !== undefined) return [{ column, index }];
      return takesNull(column) ? [{ column, index: BEHIND_ALL }] : [];
    }),
    missing: isForeign
      ? columns
      : columnsOf(found, ({ column, indexes }) => column.required && indexes.length === 0),
    twice: columnsOf(found, ({ indexes }) => indexes.length > 1),
  };
}

/** A property that takes null but may not be missing: its blank must be given. */
const takesNull = (column: Column): boolean => column.fromCell(null) === null;

interface Found {
  readonly column: Column;
  readonly indexes: readonly number[];
}

function indexesOf(column: Column, texts: readonly string[]): number[] {
  const wanted = new Set([column.header, ...column.aliases].map(headerKey));
  return texts.flatMap((text, index) => (wanted.has(text) ? [index] : []));
}

const columnsOf = (found: readonly Found[], isWanted: (one: Found) => boolean): Column[] =>
  found.filter(isWanted).map(({ column }) => column);

/** Is the cell at this index fed to a column? */
export const isPlaced = ({ places }: Pick<PlacedColumns, 'places'>, index: number): boolean =>
  places.some((place) => place.index === index);

/** Of whatever precision. */
export const holdsNumbers = ({ kind }: Column): boolean => NUMBER_KINDS.has(kind);

const NUMBER_KINDS: ReadonlySet<Column['kind']> = new Set(['number', 'integer', 'decimal']);
