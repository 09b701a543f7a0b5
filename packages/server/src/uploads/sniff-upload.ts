/**
 * Passes an upload on once its first bytes show a file that an import can read; another one is
 * refused before it is stored.
 */
import { Readable } from 'node:stream';
import { AppError, type ErrorCode, type UploadOptions } from '@longshore/contract';
import { bookFormat, FORMAT_BYTES, type RefusedFormat } from '@longshore/workbook';

/**
 * The same bytes; both streams fail with AppError `unsupported_format` or the kind of file, such as
 * `old_workbook` or `web_page`. The name of the file is never asked.
 */
export const sniffUpload = (upload: Readable, { delimiter }: Sniffed = {}): Readable =>
  Readable.from(checked(upload, delimiter), { objectMode: false });

type Sniffed = Pick<UploadOptions, 'delimiter'>;

async function* checked(upload: Readable, delimiter?: string): AsyncGenerator<Buffer> {
  let start: Buffer | null = Buffer.alloc(0);
  for await (const piece of upload as Readable & AsyncIterable<Buffer>) {
    start = start === null ? null : Buffer.concat([start, piece]);
    if (start === null) yield piece;
    else if (start.length >= FORMAT_BYTES) {
      refuseUnreadable(start, upload, delimiter);
      yield start;
      start = null;
    }
  }
  if (start === null || start.length === 0) return;
  refuseUnreadable(start, upload, delimiter);
  yield start;
}

function refuseUnreadable(start: Buffer, upload: Readable, delimiter?: string): void {
  const format = bookFormat(start, delimiter);
  if (format === 'xlsx' || format === 'csv' || format === 'jsonl') return;
  const refusal = new AppError(codeOf(format));
  upload.destroy(refusal); // or leaving the loop would end it with an error that says less
  throw refusal;
}

/** The kinds of file that are refused are codes of the contract, but for two. */
function codeOf(format: RefusedFormat): ErrorCode {
  if (format === 'unknown') return 'unsupported_format';
  return format === 'old_or_encrypted' ? 'old_workbook' : format;
}
