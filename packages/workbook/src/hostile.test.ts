/** Files that want to harm: each is refused with a code, a sentence and a place, in little time and memory. */
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bytesSource, DEFAULT_LIMITS, readXlsx, WORKBOOK_ERROR_CODES, WorkbookError, type WorkbookErrorCode } from './index.js';
import { archive, type TestEntry } from './testing/archive.js';
import { countRows, entriesOf, rowsOf, sharedStrings, workbookFile, workbookParts, worksheet } from './testing/workbook-files.js';

const GOOD = worksheet('<row r="1"><c r="A1"><v>1</v></c></row>');
const entries = entriesOf(workbookParts(GOOD));
const SHEET = 'xl/worksheets/sheet1.xml';
const MIB = 1024 ** 2;
/** A whole test file may not take longer, on a machine with other work to do. */
const PATIENCE_MS = 20_000;

const withEntry = (change: Partial<TestEntry>): Buffer =>
  archive(entries.map((entry) => (entry.name === SHEET ? { ...entry, ...change } : entry)));
const withMore = (...more: TestEntry[]): Buffer => archive([...entries, ...more]);
const withSheet = (sheetData: string): Buffer => workbookFile(worksheet(sheetData));
/** Many equal pieces, packed without ever being one string. */
const repeated = (head: string, piece: string, times: number, tail: string): Buffer =>
  Buffer.concat([Buffer.from(head), Buffer.alloc(piece.length * times, piece), Buffer.from(tail)]);

const HEAD = '<worksheet><sheetData>';
const TAIL = '</sheetData></worksheet>';

const CASES: readonly (readonly [name: string, code: WorkbookErrorCode, file: () => Uint8Array])[] = [
  ['an empty file', 'empty_file', () => Buffer.alloc(0)],
  ['one byte', 'not_a_workbook', () => Buffer.from('P')],
  ['text', 'not_a_workbook', () => Buffer.from('name,price\n')],
  [
    'an old .xls, or an encrypted workbook',
    'old_or_encrypted',
    () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)]),
  ],
  ['an archive without a workbook', 'not_a_workbook', () => archive([{ name: 'a.txt', data: 'hello' }])],
  ['an encrypted entry', 'unsupported_zip', () => withEntry({ lies: { flags: 1 } })],
  ['an unknown compression', 'unsupported_zip', () => withEntry({ lies: { method: 99 } })],
  ['a stored entry that claims to be packed', 'bad_zip', () => withEntry({ stored: true, lies: { method: 8 } })],
  ['a packed entry that claims to be stored', 'bad_zip', () => withEntry({ lies: { method: 0 } })],
  ['two names for one entry', 'bad_zip', () => withEntry({ localName: 'xl/worksheets/sheet2.xml' })],
  ['a size that is too small', 'bad_zip', () => withEntry({ lies: { size: 10 } })],
  ['a size that is too large', 'truncated', () => withEntry({ lies: { size: 10_000 } })],
  ['a size of 100 GB', 'too_large', () => withEntry({ zip64: true, lies: { size: 100e9 } })],
  ['a packed size beyond the file', 'overlapping_entries', () => withEntry({ lies: { packedSize: 1e6 } })],
  ['a wrong checksum', 'bad_checksum', () => withEntry({ lies: { crc: 1 } })],
  ['an entry inside another', 'overlapping_entries', () => withMore({ name: 'inner', data: 'x', lies: { offset: 10 } })],
  [
    'many entries over the same bytes',
    'overlapping_entries',
    () => withMore(...Array.from({ length: 1000 }, (_, i) => ({ name: `${i}`, data: '', lies: { offset: 0 } }))),
  ],
  ['a name that leads out', 'unsafe_name', () => withMore({ name: '../../etc/passwd', data: 'x' })],
  ['a name that leads out by backslashes', 'unsafe_name', () => withMore({ name: '..\\evil', data: 'x' })],
  ['an absolute name', 'unsafe_name', () => withMore({ name: '/etc/passwd', data: 'x' })],
  ['two entries of one name', 'bad_zip', () => withMore({ name: SHEET.toUpperCase(), data: 'x' })],
  [
    '60,000 entries',
    'too_many_entries',
    () => withMore(...Array.from({ length: 60_000 }, (_, i) => ({ name: `${i}`, data: '', stored: true }))),
  ],
  ['nothing at 1000:1', 'suspicious_ratio', () => workbookFile(repeated(HEAD, '<a/>', 16 * MIB, TAIL))],
  [
    'one cell of 200 MB',
    'cell_too_large',
    () => workbookFile(repeated(`${HEAD}<row><c t="str"><v>`, 'abcdefgh-1', 20 * MIB, `</v></c></row>${TAIL}`), {}),
  ],
  ['an attribute of 8 MB', 'cell_too_large', () => withSheet(`<row r="1" x="${'y'.repeat(8 * MIB)}"/>`)],
  ['200,000 levels of XML', 'too_deep', () => withSheet('<a>'.repeat(200_000))],
  ['a DOCTYPE', 'doctype', () => workbookFile(`<!DOCTYPE a [<!ENTITY b "c">]>${GOOD}`)],
  [
    'a DOCTYPE in the list of sheets',
    'doctype',
    () => workbookFile(GOOD, { 'xl/workbook.xml': '<!DOCTYPE lolz [<!ENTITY lol "lol">]><workbook/>' }),
  ],
  ['an entity that nobody declared', 'bad_xml', () => withSheet('<row><c t="str"><v>&lol;</v></c></row>')],
  ['tags that cross', 'bad_xml', () => withSheet('<row><c><v>1</c></v></row>')],
  ['an attribute without quotes', 'bad_xml', () => withSheet('<row r=1/>')],
  ['a sheet that ends in the middle', 'truncated', () => workbookFile('<worksheet><sheetData><row r="1"><c r="A1"><v>12')],
  ['a missing sheet', 'missing_part', () => workbookFile(GOOD, { [SHEET]: null })],
  ['a sheet that nothing leads to', 'missing_part', () => workbookFile(GOOD, { 'xl/_rels/workbook.xml.rels': null })],
  ['a picture instead of a sheet', 'missing_part', () => workbookFile('<svg><g/></svg>')],
  ['an unknown encoding', 'bad_encoding', () => workbookFile(`<?xml version="1.0" encoding="klingon"?>${GOOD}`)],
  ['bad UTF-8', 'bad_encoding', () => workbookFile(Buffer.from(worksheet('<row><c t="str"><v>a\xff\xfeb</v></c></row>'), 'latin1'))],
  [
    'bad UTF-8 in a shared string',
    'bad_encoding',
    () => workbookFile(GOOD, { 'xl/sharedStrings.xml': Buffer.from(sharedStrings('<t>\xc3\x28</t>'), 'latin1') }),
  ],
  [
    'a shared string that does not exist',
    'bad_string_index',
    () => workbookFile(worksheet('<row><c t="s"><v>7</v></c></row>'), { 'xl/sharedStrings.xml': sharedStrings('<t>a</t>') }),
  ],
  [
    'a negative shared string',
    'bad_string_index',
    () => workbookFile(worksheet('<row><c t="s"><v>-1</v></c></row>'), { 'xl/sharedStrings.xml': sharedStrings('<t>a</t>') }),
  ],
  ['row 4,294,967,295', 'bad_row', () => withSheet('<row r="4294967295"><c><v>1</v></c></row>')],
  ['row 0', 'bad_row', () => withSheet('<row r="0"><c><v>1</v></c></row>')],
  ['rows that run backwards', 'bad_row', () => withSheet('<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>')],
  ['column ZZZZZZ', 'bad_column', () => withSheet('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>')],
  ['column XFE', 'bad_column', () => withSheet('<row r="1"><c r="XFE1"><v>1</v></c></row>')],
  ['a cell of another row', 'bad_column', () => withSheet('<row r="1"><c r="A2"><v>1</v></c></row>')],
];

test.each(CASES)(
  '%s is refused as %s',
  async (_, code, make) => {
    const file = make();
    const error = await countRows(file).then(
      (rows) => new Error(`read ${rows} rows`),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(WorkbookError);
    const { code: found, message, place } = error as WorkbookError;
    expect(found, message).toBe(code);
    expect(message).toMatch(/^[A-Z].{20,}\.$/s);
    expect(Object.values(place).every((value) => value !== undefined)).toBe(true);
  },
  PATIENCE_MS,
);

test(
  '5 million shared strings pass the cap and are refused without growing',
  async () => {
    const item = '<si><t>a</t></si>';
    const file = workbookFile(GOOD, { 'xl/sharedStrings.xml': repeated('<sst>', item, 5_000_000, '</sst>') });
    const before = process.memoryUsage().rss;
    await expect(countRows(file, { maxRatio: 2_000 })).rejects.toMatchObject({ code: 'too_many_strings' });
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * MIB);
  },
  PATIENCE_MS,
);

test('a workbook cut anywhere is refused, never half read', async () => {
  const file = withSheet(Array.from({ length: 50 }, (_, i) => `<row r="${i + 1}"><c r="A${i + 1}"><v>${i}</v></c></row>`).join(''));
  for (let length = 0; length < file.length; length += 7) {
    await expect(countRows(file.subarray(0, length)), `cut at ${length}`).rejects.toBeInstanceOf(WorkbookError);
  }
});

test('a place names sheet, row and column', async () => {
  const file = withSheet('<row r="3"><c r="AB3" t="s"><v>9</v></c></row>');
  await expect(rowsOf(file)).rejects.toMatchObject({ place: { sheet: 'S', row: 3, column: 'AB' } });
});

test('a limit can be raised', async () => {
  const file = withSheet(`<row><c t="str"><v>${'x'.repeat(2 * MIB)}</v></c></row>`);
  await expect(countRows(file)).rejects.toMatchObject({ code: 'cell_too_large' });
  await expect(countRows(file, { maxCellBytes: 4 * MIB, maxRatio: 2_000 })).resolves.toBe(1);
});

test(
  'a million styled empty rows are no rows',
  async () => {
    const rows = Array.from({ length: 1_000_000 }, (_, i) => `<row r="${i + 2}"><c r="A${i + 2}" s="1"/></row>`).join('');
    await expect(countRows(withSheet(`<row r="1"><c r="A1"><v>1</v></c></row>${rows}`))).resolves.toBe(1);
  },
  PATIENCE_MS,
);

test('the last cell of a sheet alone is read', async () => {
  const [row] = await rowsOf(withSheet('<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'));
  expect(row).toHaveLength(16_384);
  expect(row?.at(-1)).toBe(7);
});

test(
  'a million shared strings are read',
  async () => {
    const count = 1_000_000;
    const strings = `<sst>${Array.from({ length: count }, (_, i) => `<si><t>text ${i}</t></si>`).join('')}</sst>`;
    const file = workbookFile(worksheet(`<row><c t="s"><v>${count - 1}</v></c></row>`), { 'xl/sharedStrings.xml': strings });
    await expect(rowsOf(file)).resolves.toEqual([[`text ${count - 1}`]]);
  },
  PATIENCE_MS,
);

test('an archive with a comment, and one that lies about nothing, are read', async () => {
  await expect(countRows(archive(entries, 'made by hand'))).resolves.toBe(1);
  await expect(readXlsx(bytesSource(withEntry({ data: deflateRawSync('x') })), DEFAULT_LIMITS)).resolves.toBeDefined();
});

test('every code is explained', () => {
  for (const meaning of Object.values(WORKBOOK_ERROR_CODES)) expect(meaning.length).toBeGreaterThan(10);
});
