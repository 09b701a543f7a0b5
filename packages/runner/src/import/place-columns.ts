/**
 * Which column of an executor stands where in a header: as a mapping says, else as the headers say.
 */
import type { Mapping } from '@longshore/contract';
import { type Column, headerKey } from '@longshore/executors';

export interface PlacedColumns {
  /** A column of blanks stands behind all. */
  readonly places: readonly { readonly column: Column; readonly index: number }[];
  /** Required columns that the header lacks; all columns where it has none of them. */
  readonly missing: readonly Column[];
  /** Columns that the header has more than once. */
  readonly twice: readonly Column[];
  /** Headers that the mapping gives to a column, and that are not there. */
  readonly absent: readonly string[];
  /** Keys of headers that the mapping leaves out. */
  readonly leftOut: readonly string[];
}

/**
 * One stray cell in column XFD makes a row of 16,384 cells, and a failed row is stored as it came.
 */
export const COLUMNS_READ = 1_000;

/** No row has a cell there. */
const BEHIND_ALL = COLUMNS_READ;

export function placeColumns(
  columns: readonly Column[],
  header: readonly string[],
  mapping: Mapping = {},
): PlacedColumns {
  const texts = header.map(headerKey);
  const said = new Map(Object.entries(mapping).map(([text, key]) => [headerKey(text), key]));
  const found = columns.map((column) => ({ column, indexes: indexesOf(column, texts, said) }));
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
    leftOut: [...said.keys()].filter((text) => said.get(text) === null),
    absent: Object.keys(mapping).filter(
      (text) => said.get(headerKey(text)) !== null && !texts.includes(headerKey(text)),
    ),
  };
}

/** A property that takes null but may not be missing: its blank must be given. */
const takesNull = (column: Column): boolean => column.fromCell(null) === null;

interface Found {
  readonly column: Column;
  readonly indexes: readonly number[];
}

/** `said`: keys of headers to properties; what it names is not found by its name as well. */
function indexesOf(
  column: Column,
  texts: readonly string[],
  said: ReadonlyMap<string, string | null>,
): number[] {
  const mapped = [...said.keys()].filter((text) => said.get(text) === column.key);
  const own = [column.header, ...column.aliases].map(headerKey);
  const wanted = new Set(mapped.length > 0 ? mapped : own.filter((text) => !said.has(text)));
  return texts.flatMap((text, index) => (wanted.has(text) ? [index] : []));
}

const columnsOf = (found: readonly Found[], isWanted: (one: Found) => boolean): Column[] =>
  found.filter(isWanted).map(({ column }) => column);

/** How many columns the header names. */
export const foundColumns = ({ places }: Pick<PlacedColumns, 'places'>): number =>
  places.filter(({ index }) => index !== BEHIND_ALL).length;

/** Is the cell at this index fed to a column? */
export const isPlaced = ({ places }: Pick<PlacedColumns, 'places'>, index: number): boolean =>
  places.some((place) => place.index === index);

/** Of whatever precision. */
export const holdsNumbers = ({ kind }: Column): boolean => NUMBER_KINDS.has(kind);

const NUMBER_KINDS: ReadonlySet<Column['kind']> = new Set(['number', 'integer', 'decimal']);
