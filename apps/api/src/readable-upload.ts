/** Passes an upload on once its first bytes show a file that an import can read; another one is refused before it is stored. */
import { Readable } from 'node:stream';
import { AppError } from '@longshore/contract';
import { bookFormat, FORMAT_BYTES } from '@longshore/workbook';

/** The same bytes; fails with AppError `unsupported_format` or `old_workbook`. The name of the file is never asked. */
export const readableUpload = (upload: Readable): Readable => Readable.from(checked(upload), { objectMode: false });

async function* checked(upload: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let start: Buffer | null = Buffer.alloc(0);
  for await (const piece of upload) {
    start = start === null ? null : Buffer.concat([start, piece]);
    if (start === null) yield piece;
    else if (start.length >= FORMAT_BYTES) {
      yield readable(start);
      start = null;
    }
  }
  if (start !== null && start.length > 0) yield readable(start);
}

function readable(start: Buffer): Buffer {
  const format = bookFormat(start);
  if (format === 'unknown') throw new AppError('unsupported_format');
  if (format === 'old') throw new AppError('old_workbook');
  return start;
}
