/** What readCsv makes of bytes, for its tests. */
import { bytesSource } from '../book-source.js';
import type { Cell } from '../cell.js';
import { type ReadCsvOptions, readCsv } from '../csv/read-csv.js';

/** Its rows, read in pieces of so many bytes. */
export async function readBytes(
  bytes: Uint8Array | string,
  options?: ReadCsvOptions,
  pieceBytes = 1_000_000,
) {
  const content = Buffer.from(bytes);
  const openRange = async function* (start: number, end: number) {
    for (let at = start; at < end; at += pieceBytes)
      yield content.subarray(at, Math.min(at + pieceBytes, end));
  };
  const book = await readCsv({ ...bytesSource(content), openRange }, options);
  const rows: Cell[][] = [];
  const numbers: number[] = [];
  for await (const batch of book.sheets[0]?.rows({ batchRows: 3 }) ?? []) {
    rows.push(...batch.rows);
    numbers.push(...batch.numbers);
  }
  return { rows, numbers, encoding: book.encoding, delimiter: book.delimiter };
}

export async function noticesOf(bytes: Buffer, options?: ReadCsvOptions) {
  return (await readCsv(bytesSource(bytes), options)).notices();
}
