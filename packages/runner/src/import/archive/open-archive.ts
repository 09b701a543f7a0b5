/**
 * An archive of workbooks and texts as one upload: its tables one after the other, in the order of
 * the archive, and the files that stand beside these.
 */
import { AppError } from '@longshore/contract';
import {
  type BookSource,
  openZip,
  type ReadBookOptions,
  readBook,
  WorkbookError,
  type ZipFile,
  zipSources,
} from '@longshore/workbook';
import { namesInWords } from '../../notice-list.js';
import {
  type OpenedBook,
  sheetName,
  sheetsOf,
  type UploadBook,
  type UploadFile,
} from '../book-sheets.js';
import { attachedFiles } from './attachments.js';
import { eachInFile, inFile } from './file-fault.js';
import { sortFiles } from './sort-files.js';

const MOST_TABLES = 200;
/** Of all files together, unpacked. */
const MOST_BYTES = 4 * 1024 ** 3;

/** What the bytes of an archive of files make readBook throw. */
export const isArchive = (error: unknown): boolean =>
  error instanceof WorkbookError && error.code === 'compressed_file';

interface OpenOptions {
  readonly asked: ReadBookOptions;
  readonly signal: AbortSignal;
}

/** Throws AppError and WorkbookError. */
export async function openArchive(
  source: BookSource,
  { asked, signal }: OpenOptions,
): Promise<UploadBook> {
  const all = await openZip(source);
  refuseTooLarge(all);
  const sources = zipSources({ signal });
  const { tables, attachments, junk } = await sortFiles(all, sources, asked.csv?.delimiter);
  if (tables.length === 0) throw withoutTables(all);
  if (tables.length > MOST_TABLES) throw tooMany(tables.length);
  const books: { readonly name: string; readonly book: OpenedBook }[] = [];
  for (const { file, isText } of tables) {
    const own = isText ? sources.text(file) : sources.workbook(file);
    books.push({ name: file.name, book: await inFile(file.name, () => open(own, file, asked)) });
  }
  return {
    files: books.map(({ name, book }) => ({
      name,
      sheets: namedSheets(name, book, asked, signal),
    })),
    attachments: attachedFiles(attachments),
    junk,
    delimiter: null,
    notices: () => books.flatMap(({ name, book }) => noticesOf(name, book)),
  };
}

async function open(own: BookSource, file: ZipFile, asked: ReadBookOptions): Promise<OpenedBook> {
  try {
    return await readBook(own, {
      ...asked,
      csv: { ...asked.csv, sheetName: sheetName(file.name) },
    });
  } catch (error) {
    throw isArchive(error) ? nested(error) : error;
  }
}

const namedSheets = (
  name: string,
  book: OpenedBook,
  asked: ReadBookOptions,
  signal: AbortSignal,
): UploadFile['sheets'] =>
  sheetsOf(book, { asked, signal }).map((sheet) => ({
    ...sheet,
    rows: (options) => eachInFile(name, sheet.rows(options)),
  }));

/** A notice that names a sheet names its file too. */
const noticesOf = (name: string, book: OpenedBook) =>
  book.notices().map(({ code, values }) => ({
    code,
    values: values.sheet === undefined ? values : { ...values, sheet: `${name}: ${values.sheet}` },
  }));

function refuseTooLarge(files: readonly ZipFile[]): void {
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (bytes > MOST_BYTES)
    throw new WorkbookError({
      code: 'too_large',
      message: `The files of the archive unpack to ${bytes} bytes; at most ${MOST_BYTES} are read.`,
    });
}

const tooMany = (count: number): WorkbookError =>
  new WorkbookError({
    code: 'too_many_entries',
    message: `The archive holds ${count} workbooks and texts; at most ${MOST_TABLES} are read.`,
  });

const nested = (cause: unknown): WorkbookError =>
  new WorkbookError({
    code: 'nested_archive',
    message: 'It is an archive itself; put the files of it into the outer one.',
    cause,
  });

const withoutTables = (files: readonly ZipFile[]): AppError =>
  new AppError('archive_without_tables', {
    values: { files: namesInWords(files.map(({ name }) => name)) },
  });
