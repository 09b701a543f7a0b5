/** Bytes of an export that another version of the code would write the rest of. */
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { bytesSource, openZip, type WriteCell, writeCsv, writeXlsx } from '@longshore/workbook';
import { expect, test } from 'vitest';
import { CHECKPOINT_VERSION } from './checkpoints.js';

const columns = [
  { header: 'text' },
  { header: 'at', format: 'yyyy-mm-dd hh:mm:ss' },
  { header: 'day', format: 'yyyy-mm-dd' },
  { header: 'n', format: '#,##0.00' },
];
const at = new Date('2026-01-31T08:05:00.123Z');
const rows: WriteCell[][] = [
  [' a_x0041_ & "b" \r\n中', at, at, 1_234.5],
  ['=1+1', new Date('1850-01-01'), null, -0.1],
  [true, 'x', { error: '#N/A' }, Number.NaN],
];

test('the checkpoint has a new version when the same rows become other bytes', async () => {
  const timeZone = 'Asia/Shanghai';
  const sha256 = createHash('sha256');
  sha256.update(await buffer(writeCsv({ columns, rows: [rows] }, { timeZone })));
  const book = await buffer(writeXlsx([{ name: 'S', columns, rows: [rows] }], { timeZone }));
  // The sheet as it was packed; the rest unpacked, for versions of zlib pack into other bytes.
  sha256.update(packedSheet(book));
  for (const { name, bytes } of await openZip(bytesSource(book)))
    sha256.update(name).update(await buffer(bytes()));
  expect([CHECKPOINT_VERSION, sha256.digest('hex').slice(0, 16)]).toEqual([2, '0497ec6f1842b904']);
});

/** From its local header to its descriptor. */
function packedSheet(book: Buffer): Buffer {
  const start = book.indexOf('xl/worksheets/sheet1.xml');
  return book.subarray(start, book.indexOf('PK\x07\x08', start, 'latin1'));
}
