import { deflateRawSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bookFormat, FORMAT_BYTES } from './book-format.js';
import { bytesSource, readBook } from './index.js';
import { workbookFile, worksheet } from './testing/workbook-files.js';

const workbook = workbookFile(worksheet('<row><c><v>1</v></c></row>'));
const CHINESE = '名称;价格\n茶;1\n'.repeat(1_000);

test.each([
  ['a workbook', 'xlsx', workbook],
  ['text whose first column is called PK', 'csv', Buffer.from('PK,name\n1,a\n')],
  ['an empty file', 'csv', Buffer.alloc(0)],
  ['one letter', 'csv', Buffer.from('P')],
  ['UTF-8 cut inside a character', 'csv', Buffer.from(`x${CHINESE}`)],
  ['UTF-16 with a mark', 'csv', Buffer.from(`\ufeff${CHINESE}`, 'utf16le')],
  ['UTF-16 without one', 'csv', Buffer.from('name\tprice\ntea\t1\n', 'utf16le')],
  ['text of Western Windows', 'csv', Buffer.from('caf\xe9, na\xefve, 1\n', 'latin1')],
  ['text that DOS ended', 'csv', Buffer.from('a,b\r\n1,2\r\n\x1a')],
  ['an old .xls', 'old', Buffer.from('d0cf11e0a1b11ae100000000', 'hex')],
  ['a PDF', 'unknown', Buffer.from('%PDF-1.7\n1 0 obj\n')],
  ['three control characters', 'unknown', Buffer.from([1, 2, 3])],
  [
    'packed bytes',
    'unknown',
    deflateRawSync(CHINESE + Array.from({ length: 1_000 }, (_, i) => i ** 3).join()),
  ],
  ['gzip', 'unknown', gzipSync(CHINESE)],
  ['a picture', 'unknown', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
])('%s is %s', (_, format, bytes) => {
  expect(bookFormat(bytes.subarray(0, FORMAT_BYTES))).toBe(format);
  expect(bookFormat(bytes)).toBe(format);
});

const firstRow = async (bytes: Uint8Array) => {
  for await (const { rows } of (
    await readBook(bytesSource(bytes), { csv: { sheetName: 'Prices' } })
  ).sheets[0]?.rows() ?? [])
    return rows[0];
  return null;
};

test('a file is opened as what it is', async () => {
  expect(await firstRow(workbook)).toEqual([1]);
  expect(await firstRow(Buffer.from(CHINESE))).toEqual(['名称', '价格']);
  expect(
    (await readBook(bytesSource(Buffer.from('a')), { csv: { sheetName: 'Prices' } })).sheets[0]
      ?.name,
  ).toBe('Prices');
  await expect(readBook(bytesSource(Buffer.from([1, 2, 3])))).rejects.toMatchObject({
    code: 'not_a_workbook',
  });
  await expect(readBook(bytesSource(Buffer.from('d0cf11e0a1b11ae1', 'hex')))).rejects.toMatchObject(
    { code: 'old_or_encrypted' },
  );
  await expect(readBook(bytesSource(Buffer.alloc(0)))).rejects.toMatchObject({
    code: 'empty_file',
  });
});
