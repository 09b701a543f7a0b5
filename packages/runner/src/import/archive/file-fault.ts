/** What is wrong with one file of an archive, under its name. */
import { AppError, valueInAll } from '@longshore/contract';
import { WorkbookError } from '@longshore/workbook';
import { workbookFault } from '../../workbook-fault.js';

/** `file` null: the upload is no archive, and errors stay as they are. */
export async function inFile<T>(file: string | null, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw faultOfFile(file, error);
  }
}

/** The same for what is read piece by piece. */
export async function* eachInFile<T>(file: string, pieces: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* pieces;
  } catch (error) {
    throw faultOfFile(file, error);
  }
}

function faultOfFile(file: string | null, error: unknown): unknown {
  if (file === null) return error;
  const fault = error instanceof WorkbookError ? workbookFault(error) : error;
  if (!(fault instanceof AppError) || fault.retryable || KEPT.has(fault.code)) return error;
  const { values } = fault;
  if (values.sheet !== undefined)
    return new AppError(fault.code, {
      values: { ...values, sheet: `${file}: ${values.sheet}` },
      cause: error,
    });
  const reasons = valueInAll('reason', (language) => fault.sentence(language));
  return new AppError('archive_file_unreadable', { values: { file, ...reasons }, cause: error });
}

/** Told once, or with an answer that a person chooses. */
const KEPT: ReadonlySet<string> = new Set([
  'encoding_unclear',
  'archive_file_unreadable',
  'archive_without_tables',
  'file_gone',
]);
