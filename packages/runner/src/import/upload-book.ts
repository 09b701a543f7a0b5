/**
 * The sheets of an upload: of the stored workbook or text, of each such file of an archive, or what
 * the executor's own `parse` step makes of the file.
 */
import type { Readable } from 'node:stream';
import { AppError, type UploadOptions } from '@longshore/contract';
import type { ImportExecutor } from '@longshore/executors';
import type { ObjectStore } from '@longshore/storage';
import type { StoredFile } from '@longshore/tasks';
import { type BookSource, type ReadBookOptions, readBook } from '@longshore/workbook';
import { NO_ATTACHMENTS } from './archive/attachments.js';
import { isArchive, openArchive } from './archive/open-archive.js';
import { sheetName, sheetsOf, type UploadBook } from './book-sheets.js';

interface OpenOptions {
  readonly upload: StoredFile;
  readonly executor: ImportExecutor;
  readonly options: UploadOptions;
  /** Language tags of the person: they tell the encoding of a text file. */
  readonly languages: readonly string[];
  readonly store: ObjectStore;
  readonly signal: AbortSignal;
}

export async function openBook({
  upload,
  executor,
  options,
  languages,
  store,
  signal,
}: OpenOptions): Promise<UploadBook> {
  const source = await storedSource(store, upload.key, signal);
  const { parse } = executor;
  if (parse !== null) {
    const rows = () => parse({ ...source, name: upload.name }, { signal });
    const sheets = [{ name: upload.name, hidden: false, isText: false, rows }];
    return { ...ONE_FILE, files: [{ name: null, sheets }], delimiter: null, notices: () => [] };
  }
  const { encoding, delimiter } = options;
  const csv = {
    sheetName: sheetName(upload.name),
    languages,
    ...(encoding && { encoding }),
    ...(delimiter && { delimiter }),
  };
  const { fixedWidth } = executor;
  const asked: ReadBookOptions = { csv, ...(fixedWidth && { fixedWidth }) };
  try {
    const book = await readBook(source, asked);
    return {
      ...ONE_FILE,
      files: [{ name: null, sheets: sheetsOf(book, { asked, signal }) }],
      delimiter: 'delimiter' in book ? book.delimiter : null,
      notices: () => book.notices(),
    };
  } catch (error) {
    if (!isArchive(error) || !(await isZip(source))) throw error;
    return openArchive(source, { asked, signal });
  }
}

const ONE_FILE = { attachments: NO_ATTACHMENTS, junk: [] } as const;

/** Another compressed file is none that can be read. */
const isZip = async (source: BookSource): Promise<boolean> =>
  Buffer.from(await source.readRange(0, Math.min(2, source.size))).toString('latin1') === 'PK';

/** Ranged reads of a stored object, as the workbook reader asks for them. */
async function storedSource(
  store: ObjectStore,
  key: string,
  signal: AbortSignal,
): Promise<BookSource & { openRange(start: number, end: number): AsyncIterable<Uint8Array> }> {
  const info = await store.stat(key);
  if (info === null)
    throw new AppError('file_gone', { message: `The upload ${key} is no longer in the store.` });
  const openRange = async function* (start: number, end: number): AsyncGenerator<Uint8Array> {
    yield* (await store.read(key, { start, end }, signal)) as Readable & AsyncIterable<Uint8Array>;
  };
  return {
    size: info.sizeBytes,
    openRange,
    readRange: (start, end) => collect(openRange(start, end)),
  };
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of chunks) parts.push(part);
  return Buffer.concat(parts);
}
