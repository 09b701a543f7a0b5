/**
 * The file of an export to `zip`: workbooks in an archive, one after the other. An attempt that
 * takes over begins it anew. Used by export-file.ts.
 */
import type { Readable } from 'node:stream';
import { AppError } from '@longshore/contract';
import type { Cell, FileToZip, SheetColumn } from '@longshore/workbook';
import { writeXlsx, writeZip } from '@longshore/workbook';
import type { NoticeList } from '../notice-list.js';
import { type FileOfRows, nameOf, rowsInFiles } from './rows-in-files.js';

interface ZipFile {
  readonly batches: AsyncIterable<readonly (readonly Cell[])[]>;
  readonly columns: readonly SheetColumn[];
  /** Null: not known before. */
  readonly total: number | null;
  /** Of each sheet. */
  readonly title: string;
  /** Of the archive, without its ending. */
  readonly name: string;
  readonly rowsPerFile: number | null;
  readonly isByValue: boolean;
  readonly timeZone: string;
  readonly notices: NoticeList;
  readonly signal: AbortSignal;
}

const ONE_SHEET = 1_048_575;
const MOST_FILES = 1_000;

/** Throws AppError `too_many_files`, where the rows are counted before the first is written. */
export function zipFile(file: ZipFile): Readable {
  const { total, rowsPerFile, isByValue } = file;
  if (!isByValue && (total ?? 0) > MOST_FILES * (rowsPerFile ?? ONE_SHEET)) throw tooMany();
  return writeZip(workbooks(file), { signal: file.signal });
}

/** Throws AppError `too_many_files`. */
async function* workbooks(file: ZipFile): AsyncGenerator<FileToZip> {
  const { batches, columns, title, rowsPerFile, isByValue, timeZone, notices, signal } = file;
  const names = new FileNames(file.name);
  for await (const one of rowsInFiles(batches, {
    rowsPerFile: rowsPerFile ?? ONE_SHEET,
    isByValue,
  })) {
    const name = names.next(one);
    const options = { signal, timeZone };
    const bytes = writeXlsx([{ name: title, columns, rows: one.rows }], {
      ...options,
      onNotice: ({ code, values }) => notices.add(code, values),
    });
    yield { name, bytes: bytes as Readable & AsyncIterable<Buffer> };
  }
}

const tooMany = (): AppError =>
  new AppError('too_many_files', { values: { maxFiles: MOST_FILES } });

/** Not in names of files, on whatever system. */
const FORBIDDEN = /[\\/:*?"<>|\p{Cc}\p{Cs}]/gu;
const LONGEST = 80;

class FileNames {
  readonly #base: string;
  readonly #taken = new Set<string>();

  constructor(base: string) {
    this.#base = base;
  }

  /** `Orders 1.xlsx`, or by value `Orders Paid.xlsx`, `Orders Paid (2).xlsx`. */
  next({ by }: FileOfRows): string {
    if (this.#taken.size === MOST_FILES) throw tooMany();
    const wish = by === undefined ? String(this.#taken.size + 1) : readable(nameOf(by));
    for (let copy = 1; ; copy += 1) {
      const name = `${this.#base} ${wish}${copy === 1 ? '' : ` (${copy})`}.xlsx`;
      if (this.#taken.has(name.toLowerCase())) continue;
      this.#taken.add(name.toLowerCase());
      return name;
    }
  }
}

/** Windows takes no name that ends with a dot or a blank. */
const readable = (value: string): string =>
  [...value.replace(FORBIDDEN, '_')]
    .slice(0, LONGEST)
    .join('')
    .replace(/[. ]+$/, '')
    .trim() || '–';
