/**
 * Passes an upload on once its first bytes show a file that an import can read; another one is
 * refused before it is stored.
 */
import { Readable } from 'node:stream';
import { AppError } from '@longshore/contract';
import { bookFormat, FORMAT_BYTES } from '@longshore/workbook';

/**
 * The same bytes; both streams fail with AppError `unsupported_format` or `old_workbook`. The name
 * of the file is never asked.
 */
export const sniffUpload = (upload: Readable): Readable =>
  Readable.from(checked(upload), { objectMode: false });

async function* checked(upload: Readable): AsyncGenerator<Buffer> {
  let start: Buffer | null = Buffer.alloc(0);
  for await (const piece of upload as Readable & AsyncIterable<Buffer>) {
    start = start === null ? null : Buffer.concat([start, piece]);
    if (start === null) yield piece;
    else if (start.length >= FORMAT_BYTES) {
      refuseUnreadable(start, upload);
      yield start;
      start = null;
    }
  }
  if (start === null || start.length === 0) return;
  refuseUnreadable(start, upload);
  yield start;
}

function refuseUnreadable(start: Buffer, upload: Readable): void {
  const format = bookFormat(start);
  if (format !== 'unknown' && format !== 'old') return;
  const refusal = new AppError(format === 'old' ? 'old_workbook' : 'unsupported_format');
  upload.destroy(refusal); // or leaving the loop would end it with an error that says less
  throw refusal;
}
