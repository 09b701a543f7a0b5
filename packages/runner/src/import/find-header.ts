/**
 * The header of a sheet: the row that was asked for, else the row among the first ones that has the
 * required columns. Several rows that could be it are told, never chosen from in silence.
 */
import type { UploadOptions } from '@longshore/contract';
import { type Column, headerKey, isBlank } from '@longshore/executors';
import type { HeaderChoice } from '@longshore/tasks';
import type { Cell } from '@longshore/workbook';
import type { UploadSheet } from './book-sheets.js';
import { type OwnColumns, ownColumns } from './correction-columns.js';
import { choiceFor, mappingOf } from './header-choice.js';
import { COLUMNS_READ, foundColumns, type PlacedColumns, placeColumns } from './place-columns.js';

/** A row, read as a header. */
export interface Head extends PlacedColumns {
  readonly row: number;
  /** Rows above that show anything. */
  readonly above: number;
  /** What its cells show. */
  readonly texts: readonly string[];
  /** As it stands in the upload, without the columns of an error workbook. */
  readonly header: readonly string[];
  /** Null: the row has no column of an error workbook. */
  readonly own: OwnColumns<Cell> | null;
  /** How the owner chose to read this very header before, where nothing else is said now. */
  readonly remembered: HeaderChoice | null;
}

export interface FoundHeader extends Head {
  /** Rows that can be the header as well as this one, which is among them; else empty. */
  readonly rivals: readonly number[];
  /** There were such rows, and the owner chose this header the last time. */
  readonly isChosenAgain: boolean;
}

/** How headers are read. */
export interface HeaderReading {
  readonly columns: readonly Column[];
  readonly options: Pick<UploadOptions, 'headerRow' | 'mapping'>;
  readonly remembered: readonly HeaderChoice[];
  /** The mapping is for several files: one of them need not have all of its headers. */
  readonly isShared: boolean;
}

/** Null: the sheet, or the row that was asked for, shows nothing. */
export async function findHeader(
  sheet: UploadSheet,
  reading: HeaderReading,
): Promise<FoundHeader | null> {
  const { headerRow } = reading.options;
  if (headerRow === undefined || sheet.header !== undefined)
    return likeliest(await firstHeads(sheet, reading));
  const head = await headInRow(sheet, headerRow, reading);
  return head === null ? null : alone(head);
}

/** A header further down is not looked for. */
const ROWS_LOOKED_AT = 20;

/** Of the first rows that show anything. */
export async function firstHeads(sheet: UploadSheet, reading: HeaderReading): Promise<Head[]> {
  const heads: Head[] = [];
  for await (const head of headsOf(sheet, reading)) {
    heads.push(head);
    if (heads.length === ROWS_LOOKED_AT) break;
  }
  return heads;
}

export const isFit = ({ missing, absent }: PlacedColumns): boolean =>
  missing.length === 0 && absent.length === 0;

/** Lines above the header are a title, which may hold a word of it. */
function likeliest(heads: readonly Head[]): FoundHeader | null {
  const fit = heads.filter(isFit);
  const first = fit[0] ?? heads[0];
  if (first === undefined) return null;
  const rivals = fit.filter((head) => foundColumns(head) >= foundColumns(first));
  if (rivals.length < 2) return alone(first);
  const known = rivals.find((head) => head.remembered !== null);
  if (known !== undefined) return { ...known, rivals: [], isChosenAgain: true };
  return { ...first, rivals: rivals.map(({ row }) => row), isChosenAgain: false };
}

const alone = (head: Head): FoundHeader => ({ ...head, rivals: [], isChosenAgain: false });

async function headInRow(
  sheet: UploadSheet,
  wanted: number,
  reading: HeaderReading,
): Promise<Head | null> {
  for await (const head of headsOf(sheet, reading, wanted))
    if (head.row >= wanted) return head.row === wanted ? head : null;
  return null;
}

/** Each row that shows anything, from row `from` on; a header of the file's form stands in none. */
async function* headsOf(
  sheet: UploadSheet,
  reading: HeaderReading,
  from = 1,
): AsyncGenerator<Head> {
  if (sheet.header !== undefined) {
    const { header: cells, namesProperties = false } = sheet;
    const columns = namesProperties ? withProperties(reading.columns) : reading.columns;
    yield headAt({ cells, row: 0, above: 0 }, { ...reading, columns });
    return;
  }
  let above = 0;
  for await (const { rows, numbers } of sheet.rows()) {
    for (const [i, cells] of rows.entries()) {
      if (cells.every(isBlank)) continue;
      const row = numbers[i] ?? 1;
      if (row >= from) yield headAt({ cells, row, above }, reading);
      above += 1;
    }
  }
}

/** A property is a name of its column, unless it is one of another column. */
function withProperties(columns: readonly Column[]): Column[] {
  const namesOf = ({ header, aliases }: Column) => [header, ...aliases].map(headerKey);
  const taken = new Set(columns.flatMap(namesOf));
  return columns.map((column) =>
    taken.has(headerKey(column.key))
      ? column
      : { ...column, aliases: [...column.aliases, column.key] },
  );
}

interface SeenRow extends Pick<Head, 'row' | 'above'> {
  readonly cells: readonly Cell[];
}

function headAt({ cells, row, above }: SeenRow, reading: HeaderReading): Head {
  const { columns, options } = reading;
  const texts = cells.slice(0, COLUMNS_READ).map(headerText);
  const own = ownColumns<Cell>(texts, columns);
  const header = own?.header ?? texts;
  const { mapping } = options;
  const remembered = mapping === undefined ? choiceFor(header, reading.remembered) : null;
  const said = mapping !== undefined && reading.isShared ? mappingOf(header, mapping) : mapping;
  const placed = placeColumns(columns, header, said ?? remembered?.mapping);
  return { row, above, texts, header, own, remembered, ...placed };
}

function headerText(cell: Cell): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return cell === null || typeof cell === 'object' ? '' : String(cell).trim();
}
