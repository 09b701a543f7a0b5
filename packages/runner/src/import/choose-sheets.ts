/**
 * Which sheets of an upload are read: those that the person named, else the first visible one with
 * the columns of the executor and all that have its header.
 */
import { AppError, type UploadOptions } from '@longshore/contract';
import type { UploadSheet } from './book-sheets.js';
import { type FoundHeader, findHeader, type HeaderReading, isFit } from './find-header.js';
import { headerName } from './header-choice.js';
import { noHeaderRow, unfitHeader } from './unfit-header.js';

/** A sheet with a header. */
export interface HeadedSheet extends FoundHeader {
  readonly sheet: UploadSheet;
}

export interface ChosenSheets {
  /** At least one. */
  readonly chosen: readonly HeadedSheet[];
  /** Names of sheets with rows that the person sees, or with our columns, that are not read. */
  readonly unread: readonly string[];
}

interface ChooseOptions {
  readonly sheets: readonly UploadSheet[];
  readonly options: Pick<UploadOptions, 'sheet' | 'sheets'>;
  readonly reading: HeaderReading;
}

/** Throws AppError: no such sheet, no rows, or a header that does not fit. */
export async function chooseSheets({
  sheets,
  options,
  reading,
}: ChooseOptions): Promise<ChosenSheets> {
  const wanted = wantedSheets(options);
  const byNames = wanted !== null;
  const found = byNames ? namedSheets(sheets, wanted) : sheets.slice(0, MOST_SHEETS);
  const [shown] = byNames ? found : found.filter(({ hidden }) => !hidden);
  if (shown === undefined) throw new AppError('no_visible_sheet');
  const headed: HeadedSheet[] = [];
  for (const sheet of found) {
    const header = await findHeader(sheet, reading);
    if (header !== null) headed.push({ ...header, sheet });
  }
  const first = headed.find((one) => byNames || !one.sheet.hidden);
  if (first === undefined) throw await noHeader(shown, sheets, reading);
  const chosen = byNames ? headed : ours(headed, options.sheets === 'all');
  const read = chosen.length > 0 ? chosen : [first];
  for (const one of read) {
    const error = await unfitHeader(one, { sheet: one.sheet, sheets, reading });
    if (error !== null) throw error;
  }
  return { chosen: read, unread: byNames ? [] : namesOfUnread(sheets, headed, read) };
}

async function noHeader(
  sheet: UploadSheet,
  sheets: readonly UploadSheet[],
  reading: HeaderReading,
): Promise<AppError> {
  const { headerRow } = reading.options;
  if (headerRow === undefined) return new AppError('no_rows', { values: { sheet: sheet.name } });
  return noHeaderRow(headerRow, { sheet, sheets, reading });
}

/** By name, or by number from 1; null: the sheets themselves decide. */
function wantedSheets({ sheet, sheets }: ChooseOptions['options']): (string | number)[] | null {
  if (sheet !== undefined) return [sheet];
  return sheets === undefined || sheets === 'all' ? null : [sheets].flat();
}

/** Looked at for their header; each costs a read of the stored file. */
const MOST_SHEETS = 200;

function ours(headed: readonly HeadedSheet[], isAll: boolean): HeadedSheet[] {
  const fit = headed.filter((one) => !one.sheet.hidden && isFit(one));
  const [first] = fit;
  if (first === undefined || isAll) return fit;
  const wanted = headerName(first.header);
  // each sheet of an error workbook has the header of its own file
  return fit.filter(
    ({ header, own }) => headerName(header) === wanted || (own?.idIndex ?? null) !== null,
  );
}

/** A hidden sheet without our columns holds lists for drop-downs and the like. */
function namesOfUnread(
  sheets: readonly UploadSheet[],
  headed: readonly HeadedSheet[],
  read: readonly HeadedSheet[],
): string[] {
  const left = headed.filter((one) => !read.includes(one));
  return [
    ...left.filter((one) => !one.sheet.hidden || isFit(one)).map(({ sheet }) => sheet),
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
