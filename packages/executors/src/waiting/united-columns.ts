/**
 * The columns of one sheet whose rows came back in other workbooks: those of the upload, then those
 * that only a later one has. Used by waiting-table.ts.
 */
import type { Cell } from '@longshore/database';
import type { Column } from '../column.js';
import { headerKey } from '../columns-of.js';
import type { PartLayout } from './rows-layout.js';

/** A column of a sheet of waiting rows. */
export interface WaitingColumn {
  readonly header: string;
  /** Its header, or what tells it from another; null: it has no header, and is not shown. */
  readonly name: string | null;
  /** What it feeds; null: the import does not read it. */
  readonly column: Column | null;
}

/** One sheet of waiting rows. */
export interface WaitingPart
  extends Pick<PartLayout, 'sheetName' | 'fileName' | 'namesProperties' | 'refusesExtras'> {
  /** From 1. */
  readonly number: number;
  /** Those with a header, then cells beyond the header: `+1`, `+2`. */
  readonly columns: readonly WaitingColumn[];
  readonly header: readonly string[];
  /** As of PartLayout. */
  readonly places: readonly { readonly column: Column; readonly index: number }[];
}

/** Puts the cells of a row, as a workbook has them, under the columns of its part. */
export type TakeCells = (cells: readonly Cell[]) => Cell[];

interface Named {
  readonly header: string;
  readonly key: string | null;
}

/** Shown beyond the header. */
const MOST_EXTRAS = 20;

/** `layouts`: the upload's own first. */
export function unitedPart(
  number: number,
  layouts: readonly [PartLayout, ...PartLayout[]],
  known: readonly Column[],
): { readonly part: WaitingPart; readonly takes: readonly TakeCells[] } {
  const [own] = layouts;
  const united: Named[] = [];
  const indexes = layouts.map((layout) => placedIn(united, layout));
  const columnOf = (key: string | null) => known.find((column) => column.key === key) ?? null;
  const refusesExtras = layouts.some((layout) => layout.refusesExtras);
  const extras = Math.max(...layouts.map(({ width, header }) => width - header.length));
  const shownExtras = refusesExtras ? Math.min(Math.max(extras, 0), MOST_EXTRAS) : 0;
  const names = new Set<string>();
  return {
    part: {
      number,
      sheetName: own.sheetName,
      fileName: own.fileName,
      namesProperties: own.namesProperties,
      refusesExtras,
      header: united.map(({ header }) => header),
      columns: [
        ...united.map(({ header, key }) => ({
          header,
          name: header.trim() === '' ? null : freeName(header, names),
          column: columnOf(key),
        })),
        ...Array.from({ length: shownExtras }, (_, i) => ({
          header: '',
          name: freeName(`+${i + 1}`, names),
          column: null,
        })),
      ],
      places: placesOf(united, layouts, known),
    },
    takes: indexes.map((to) => (cells) => takeCells(cells, to, united.length)),
  };
}

/** Where each column of the layout stands in the united ones, which grow by what they lack. */
function placedIn(united: Named[], { header, places }: PartLayout): number[] {
  const taken = new Set<number>();
  return header.map((text, index) => {
    const key = places.find((place) => place.index === index)?.key ?? null;
    const found = united.findIndex(
      (one, i) =>
        !taken.has(i) &&
        one.key === key &&
        (key !== null || headerKey(one.header) === headerKey(text)),
    );
    const at = found === -1 ? united.push({ header: text, key }) - 1 : found;
    taken.add(at);
    return at;
  });
}

/** A property that no upload has, and that takes a blank, stands behind all cells. */
function placesOf(
  united: readonly Named[],
  layouts: readonly PartLayout[],
  known: readonly Column[],
): WaitingPart['places'] {
  const all = layouts.flatMap(({ places }) => places);
  return known.flatMap((column) => {
    const index = united.findIndex(({ key }) => key === column.key);
    if (index !== -1) return [{ column, index }];
    const behind = all.find(({ key }) => key === column.key);
    return behind === undefined ? [] : [{ column, index: behind.index }];
  });
}

function freeName(header: string, names: Set<string>): string {
  let name = header;
  for (let number = 2; names.has(headerKey(name)); number += 1) name = `${header} (${number})`;
  names.add(headerKey(name));
  return name;
}

/** Cells beyond the header stay there. */
function takeCells(cells: readonly Cell[], to: readonly number[], width: number): Cell[] {
  const taken: Cell[] = [];
  for (const [index, cell] of cells.entries()) taken[to[index] ?? width + index - to.length] = cell;
  return withoutTail(Array.from(taken, (cell) => cell ?? null));
}

/** As a reader gives a row: it ends with its last cell. */
export const withoutTail = (cells: readonly Cell[]): Cell[] =>
  cells.slice(0, cells.findLastIndex((cell) => cell !== null) + 1);
