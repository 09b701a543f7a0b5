/**
 * Which sheets of an upload are read: those that the person named, else the first visible one with
 * the columns of the executor and all that have its header.
 */
import { AppError, type UploadOptions } from '@longshore/contract';
import { type Column, headerKey, isBlank } from '@longshore/executors';
import type { Cell } from '@longshore/workbook';
import { type OwnColumns, ownColumns } from './correction-columns.js';
import { COLUMNS_READ, type PlacedColumns, placeColumns } from './place-columns.js';
import type { UploadSheet } from './upload-book.js';

/** A sheet with a header. */
export interface HeadedSheet extends PlacedColumns {
  readonly sheet: UploadSheet;
  /** As the header stands in the upload, without the columns of an error workbook. */
  readonly header: readonly string[];
  readonly headerRow: number;
  /** Rows above the header that show anything. */
  readonly above: number;
  /** Null: the sheet has no column of an error workbook. */
  readonly own: OwnColumns<Cell> | null;
}

export interface ChosenSheets {
  /** At least one. */
  readonly chosen: readonly HeadedSheet[];
  /** Names of sheets with rows that the person sees, or with our columns, that are not read. */
  readonly unread: readonly string[];
}

interface ChooseOptions {
  readonly sheets: readonly UploadSheet[];
  readonly columns: readonly Column[];
  readonly options: Pick<UploadOptions, 'sheet' | 'sheets'>;
}

/** Throws AppError: no such sheet, no rows, or columns missing or standing there twice. */
export async function chooseSheets({
  sheets,
  columns,
  options,
}: ChooseOptions): Promise<ChosenSheets> {
  const wanted = wantedSheets(options);
  const byNames = wanted !== null;
  const found = byNames ? namedSheets(sheets, wanted) : sheets.slice(0, MOST_SHEETS);
  const [shown] = byNames ? found : found.filter(({ hidden }) => !hidden);
  if (shown === undefined) throw new AppError('no_visible_sheet');
  const headed: HeadedSheet[] = [];
  for (const one of found) headed.push(...(await headOf(one, columns)));
  const first = headed.find((one) => byNames || !one.sheet.hidden);
  if (first === undefined) throw new AppError('no_rows', { values: { sheet: shown.name } });
  const chosen = byNames ? headed : ours(headed, options.sheets === 'all');
  const read = chosen.length > 0 ? chosen : [first];
  for (const one of read) refuseUnfit(one);
  return { chosen: read, unread: byNames ? [] : namesOfUnread(sheets, headed, read) };
}

/** By name, or by number from 1; null: the sheets themselves decide. */
function wantedSheets({ sheet, sheets }: ChooseOptions['options']): (string | number)[] | null {
  if (sheet !== undefined) return [sheet];
  return sheets === undefined || sheets === 'all' ? null : [sheets].flat();
}

/** Looked at for their header; each costs a read of the stored file. */
const MOST_SHEETS = 200;

function ours(headed: readonly HeadedSheet[], isAll: boolean): HeadedSheet[] {
  const fit = headed.filter((one) => !one.sheet.hidden && one.missing.length === 0);
  const [first] = fit;
  if (first === undefined || isAll) return fit;
  const wanted = headerName(first);
  return fit.filter((one) => headerName(one) === wanted);
}

/** Equal for headers that differ by case, width, white space or blank cells at their end. */
const headerName = ({ header }: HeadedSheet): string => header.map(headerKey).join('\n').trimEnd();

function refuseUnfit({ sheet: { name: sheet }, missing, twice }: HeadedSheet): void {
  if (missing.length > 0)
    throw new AppError('missing_columns', { values: { sheet, ...names(missing) } });
  if (twice.length > 0)
    throw new AppError('duplicate_columns', { values: { sheet, ...names(twice) } });
}

/** Of columns, for a sentence in any language. */
const names = (columns: readonly Column[]) => ({
  count: columns.length,
  columns: columns.map(({ title }) => title.en).join(', '),
  'columns.zh': columns.map(({ title }) => title.zh).join('、'),
});

/** A hidden sheet without our columns holds lists for drop-downs and the like. */
function namesOfUnread(
  sheets: readonly UploadSheet[],
  headed: readonly HeadedSheet[],
  read: readonly HeadedSheet[],
): string[] {
  const left = headed.filter((one) => !read.includes(one));
  return [
    ...left
      .filter((one) => !one.sheet.hidden || one.missing.length === 0)
      .map(({ sheet }) => sheet),
    ...sheets.slice(MOST_SHEETS),
  ].map(({ name }) => name);
}

function namedSheets(
  sheets: readonly UploadSheet[],
  wanted: readonly (string | number)[],
): UploadSheet[] {
  const found = wanted.map((one) => {
    const index = typeof one === 'number' ? one - 1 : sheets.findIndex(({ name }) => name === one);
    const sheet = sheets[index];
    if (sheet === undefined) throw notFound(one, sheets);
    return sheet;
  });
  return sheets.filter((sheet) => found.includes(sheet));
}

function notFound(wanted: string | number, sheets: readonly UploadSheet[]): AppError {
  const known = sheets.slice(0, SHEETS_SHOWN).map(({ name }) => name);
  const more = sheets.length > SHEETS_SHOWN ? ', …' : '';
  return new AppError('sheet_not_found', {
    values: { sheet: JSON.stringify(wanted), sheets: known.join(', ') + more },
  });
}

const SHEETS_SHOWN = 10;

/**
 * The header is the first row with all required columns, among the first that show anything; lines
 * above it are a title. Where no row has them, it is the first that shows anything. None when there
 * is no such row.
 */
async function headOf(sheet: UploadSheet, columns: readonly Column[]): Promise<HeadedSheet[]> {
  const heads: HeadedSheet[] = [];
  for await (const { rows, numbers } of sheet.rows()) {
    for (const [i, cells] of rows.entries()) {
      if (cells.every(isBlank)) continue;
      const head = headAt({ sheet, cells, row: numbers[i] ?? 1, above: heads.length, columns });
      if (head.missing.length === 0) return [head];
      heads.push(head);
      if (heads.length === ROWS_LOOKED_AT) return heads.slice(0, 1);
    }
  }
  return heads.slice(0, 1);
}

/** A header further down is not looked for. */
const ROWS_LOOKED_AT = 20;

interface HeadOptions {
  readonly sheet: UploadSheet;
  readonly cells: readonly Cell[];
  readonly row: number;
  readonly above: number;
  readonly columns: readonly Column[];
}

function headAt({ sheet, cells, row, above, columns }: HeadOptions): HeadedSheet {
  const texts = cells.slice(0, COLUMNS_READ).map(headerText);
  const own = ownColumns<Cell>(texts, columns);
  const header = own?.header ?? texts;
  return { sheet, header, headerRow: row, above, own, ...placeColumns(columns, header) };
}

function headerText(cell: Cell): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return cell === null || typeof cell === 'object' ? '' : String(cell).trim();
}
