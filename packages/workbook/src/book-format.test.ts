import { deflateRawSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bookFormat, FORMAT_BYTES } from './book-format.js';
import { bytesSource, readBook } from './index.js';
import { archive } from './testing/archive.js';
import { workbookFile, worksheet } from './testing/workbook-files.js';

const workbook = workbookFile(worksheet('<row><c><v>1</v></c></row>'));
const CHINESE = '名称;价格\n茶;1\n'.repeat(1_000);

const HTML = '<html><head></head><body><table><tr><th>id</th></tr></table></body></html>';
const XML_2003 =
  '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>';
const MHT =
  'From: <Saved by Excel>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="x"\r\n\r\n--x\r\n';

/** By [MS-CFB]: a header, and a directory with the names of streams in its second sector. */
function compoundFile(names: readonly string[], directorySector = 1): Buffer {
  const file = Buffer.alloc(512 * (directorySector + 2));
  file.write('d0cf11e0a1b11ae1', 'hex');
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(directorySector, 48);
  for (const [index, name] of ['Root Entry', ...names].entries())
    file.write(name, 512 * (directorySector + 1) + 128 * index, 'utf16le');
  return file;
}

/** As Excel writes `~$name.xlsx`: the user's name with its length, twice, padded with spaces. */
function ownerFile(name: string): Buffer {
  const file = Buffer.alloc(165, ' ');
  file.writeUInt8(name.length, 0);
  file.write(name, 1, 'latin1');
  file.writeUInt16LE(name.length, 55);
  for (let at = 57; at + 1 < 165; at += 2) file.writeUInt16LE(0x20, at);
  file.write(name, 57, 'utf16le');
  return file;
}

const documentOf = (entries: readonly (readonly [string, string])[]): Buffer =>
  archive(entries.map(([name, data]) => ({ name, data, stored: name === 'mimetype' })));
const ODS = documentOf([
  ['mimetype', 'application/vnd.oasis.opendocument.spreadsheet'],
  ['content.xml', '<x/>'],
]);
const ODT = documentOf([['mimetype', 'application/vnd.oasis.opendocument.text']]);
const DOCX = documentOf([
  ['[Content_Types].xml', '<Types/>'],
  ['word/document.xml', '<x/>'],
]);
const XLSB = documentOf([
  ['[Content_Types].xml', '<Types/>'],
  ['xl/workbook.bin', 'x'],
]);

test.each([
  ['a workbook', 'xlsx', workbook],
  ['text whose first column is called PK', 'csv', Buffer.from('PK,name\n1,a\n')],
  ['an empty file', 'csv', Buffer.alloc(0)],
  ['one letter', 'csv', Buffer.from('P')],
  ['UTF-8 cut inside a character', 'csv', Buffer.from(`x${CHINESE}`)],
  ['UTF-16 with a mark', 'csv', Buffer.from(`\ufeff${CHINESE}`, 'utf16le')],
  ['UTF-16 without one', 'csv', Buffer.from('name\tprice\ntea\t1\n', 'utf16le')],
  ['text of Western Windows', 'csv', Buffer.from('caf\xe9, na\xefve, 1\n', 'latin1')],
  ['text of DOS', 'csv', Buffer.from('caf\x82\x85\x8a\x97\x93\x94, 1\n', 'latin1')],
  ['text that DOS ended', 'csv', Buffer.from('a,b\r\n1,2\r\n\x1a')],
  ['text with one NUL', 'csv', Buffer.from('name,price\ntea,1\nco\0ffee,2\n')],
  ['text with a tag', 'csv', Buffer.from('html,note\n<b>x</b>,<p>\n')],
  ['text that starts with a tag', 'csv', Buffer.from('<b>name</b>,note\n')],
  ['text with columns of a mail', 'csv', Buffer.from('From: x,Subject: y\n1,2\n')],
  ['a web page', 'web_page', Buffer.from(HTML)],
  ['a web page with a mark', 'web_page', Buffer.from(`\ufeff<!DOCTYPE html>${HTML}`, 'utf16le')],
  ['a web page of a table', 'web_page', Buffer.from('\r\n<!-- x -->\n<TABLE border=1>')],
  ['XHTML', 'web_page', Buffer.from(`<?xml version="1.0"?>${HTML}`)],
  ['XML of Excel 2003', 'xml_spreadsheet', Buffer.from(XML_2003)],
  ['other XML', 'unknown', Buffer.from('<?xml version="1.0"?><orders/>')],
  ['a web archive', 'web_archive', Buffer.from(MHT)],
  ['a flat OpenDocument file', 'open_document', Buffer.from('<office:document office:x="y">')],
  ['an OpenDocument spreadsheet', 'open_document', ODS],
  ['an OpenDocument text', 'other_document', ODT],
  ['a Word document', 'other_document', DOCX],
  ['a binary workbook', 'binary_workbook', XLSB],
  ['an OLE file that says no more', 'old_or_encrypted', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ['an old .xls', 'old_workbook', compoundFile(['Workbook'])],
  [
    'an encrypted workbook',
    'password_protected',
    compoundFile(['EncryptionInfo', 'EncryptedPackage']),
  ],
  ['an old Word document', 'other_document', compoundFile(['WordDocument'])],
  ['an .xls that was never in OLE', 'old_workbook', Buffer.from('0908080000001000', 'hex')],
  ['Excel’s owner file', 'owner_file', ownerFile('Zoë')],
  ['a PDF', 'pdf_file', Buffer.from('%PDF-1.7\n1 0 obj\n')],
  ['three control characters', 'unknown', Buffer.from([1, 2, 3])],
  [
    'packed bytes',
    'unknown',
    deflateRawSync(CHINESE + Array.from({ length: 1_000 }, (_, i) => i ** 3).join()),
  ],
  ['gzip', 'compressed_file', gzipSync(CHINESE)],
  ['7z', 'compressed_file', Buffer.from('377abcaf271c0004', 'hex')],
  ['rar', 'compressed_file', Buffer.from('526172211a070100', 'hex')],
  ['a picture', 'image_file', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ['a photo', 'image_file', Buffer.from('ffd8ffe000104a464946', 'hex')],
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
});

/** Names that stand behind the first FORMAT_BYTES. */
const late = (name: string): Buffer =>
  archive([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'docProps/thumbnail.jpeg', data: Buffer.alloc(10_000, 'x'), stored: true },
    { name, data: 'x' },
  ]);

test.each([
  ['not_a_workbook', Buffer.from([1, 2, 3])],
  ['empty_file', Buffer.alloc(0)],
  ['web_page', Buffer.from(HTML)],
  ['old_or_encrypted', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ['old_workbook', compoundFile(['Workbook'], 30)],
  ['password_protected', compoundFile(['EncryptedPackage'], 30)],
  ['binary_workbook', late('xl/workbook.bin')],
  ['other_document', late('word/document.xml')],
  ['compressed_file', archive([{ name: 'prices.csv', data: 'a,b' }])],
  ['bytes_after_archive', Buffer.concat([workbook, Buffer.from('\r\n<!-- 12 ms -->')])],
  ['truncated', workbook.subarray(0, -10)],
])('a file that is %s is refused as such', async (code, bytes) => {
  await expect(readBook(bytesSource(bytes))).rejects.toMatchObject({ code });
});

test('an xlsx file with a Word document in it stays a workbook', async () => {
  const embedded = workbookFile(worksheet('<row><c><v>1</v></c></row>'), {
    'xl/embeddings/a.docx': DOCX,
  });
  expect(await firstRow(embedded)).toEqual([1]);
});
