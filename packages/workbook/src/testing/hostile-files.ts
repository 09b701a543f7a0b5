/**
 * Files that a reader must refuse. Each goes just beyond the limit that refuses it, given here
 * where the default is large, so that none would harm another program. hostile.test.ts reads them.
 */
import type { ReadLimits, WorkbookErrorCode } from '../index.js';
import { archive, type TestEntry } from './archive.js';
import {
  entriesOf,
  sharedStrings,
  workbookFile,
  workbookParts,
  worksheet,
} from './workbook-files.js';

export const GOOD = worksheet('<row r="1"><c r="A1"><v>1</v></c></row>');
const entries = entriesOf(workbookParts(GOOD));
const SHEET = 'xl/worksheets/sheet1.xml';
const MIB = 1024 ** 2;
const HEAD = '<worksheet><sheetData>';
const TAIL = '</sheetData></worksheet>';

/** A good workbook whose sheet's entry is changed. */
export const withEntry = (change: Partial<TestEntry>): Buffer =>
  archive(entries.map((entry) => (entry.name === SHEET ? { ...entry, ...change } : entry)));
const withMore = (...more: TestEntry[]): Buffer => archive([...entries, ...more]);
export const withSheet = (sheetData: string): Buffer => workbookFile(worksheet(sheetData));

/** Many equal pieces, packed without ever being one string. */
const repeated = (head: string, piece: string, times: number, tail: string): Buffer =>
  Buffer.concat([Buffer.from(head), Buffer.alloc(piece.length * times, piece), Buffer.from(tail)]);

/** A file, and the code by which a reader refuses it. */
export type HostileFile = readonly [
  name: string,
  code: WorkbookErrorCode,
  make: () => Uint8Array,
  /** Where the default limits would need a large file. */
  limits?: Partial<ReadLimits> | undefined,
];
export const HOSTILE_FILES: readonly HostileFile[] = [
  ['an empty file', 'empty_file', () => Buffer.alloc(0)],
  ['one byte', 'not_a_workbook', () => Buffer.from('P')],
  ['text', 'not_a_workbook', () => Buffer.from('name,price\n')],
  [
    'an old .xls, or an encrypted workbook',
    'old_or_encrypted',
    () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)]),
  ],
  [
    'an archive without a workbook',
    'not_a_workbook',
    () => archive([{ name: 'a.txt', data: 'hello' }]),
  ],
  ['an encrypted entry', 'unsupported_zip', () => withEntry({ lies: { flags: 1 } })],
  ['an unknown compression', 'unsupported_zip', () => withEntry({ lies: { method: 99 } })],
  [
    'a stored entry that claims to be packed',
    'bad_zip',
    () => withEntry({ stored: true, lies: { method: 8 } }),
  ],
  ['a packed entry that claims to be stored', 'bad_zip', () => withEntry({ lies: { method: 0 } })],
  [
    'two names for one entry',
    'bad_zip',
    () => withEntry({ localName: 'xl/worksheets/sheet2.xml' }),
  ],
  ['a size that is too small', 'bad_zip', () => withEntry({ lies: { size: 10 } })],
  ['a size that is too large', 'truncated', () => withEntry({ lies: { size: 10_000 } })],
  [
    'a size beyond the limit',
    'too_large',
    () => withEntry({ zip64: true, lies: { size: 100_001 } }),
    { maxPartBytes: 100_000 },
  ],
  [
    'a packed size beyond the file',
    'overlapping_entries',
    () => withEntry({ lies: { packedSize: 1e6 } }),
  ],
  ['a wrong checksum', 'bad_checksum', () => withEntry({ lies: { crc: 1 } })],
  [
    'an entry inside another',
    'overlapping_entries',
    () => withMore({ name: 'inner', data: 'x', lies: { offset: 10 } }),
  ],
  [
    'two entries over the same bytes',
    'overlapping_entries',
    () => withMore({ name: 'twin', data: '', lies: { offset: 0 } }),
  ],
  ['a name that leads out', 'unsafe_name', () => withMore({ name: '../a.txt', data: 'x' })],
  [
    'a name that leads out by backslashes',
    'unsafe_name',
    () => withMore({ name: '..\\a.txt', data: 'x' }),
  ],
  ['an absolute name', 'unsafe_name', () => withMore({ name: '/a.txt', data: 'x' })],
  ['two entries of one name', 'bad_zip', () => withMore({ name: SHEET.toUpperCase(), data: 'x' })],
  [
    'one entry too many',
    'too_many_entries',
    () => withMore({ name: 'more', data: '', stored: true }),
    { maxEntries: entries.length },
  ],
  [
    'a list of entries beyond the limit',
    'too_large',
    () => withMore({ name: 'x'.repeat(2_000), localName: 'x', data: '', stored: true }),
    { maxSmallPartBytes: 2_000 },
  ],
  [
    'a part that packs too well',
    'suspicious_ratio',
    () => workbookFile(repeated(HEAD, '<a/>', (8 * MIB) / 4 + 1, TAIL)),
  ],
  [
    'one cell beyond the limit',
    'cell_too_large',
    () =>
      workbookFile(repeated(`${HEAD}<row><c t="str"><v>`, 'a', 2 * MIB, `</v></c></row>${TAIL}`)),
  ],
  [
    'an attribute beyond the limit',
    'cell_too_large',
    () => withSheet(`<row r="1" x="${'y'.repeat(2 * MIB)}"/>`),
  ],
  ['101 levels of XML', 'too_deep', () => withSheet('<a>'.repeat(101))],
  ['a DOCTYPE', 'doctype', () => workbookFile(`<!DOCTYPE a>${GOOD}`)],
  [
    'a DOCTYPE in the list of sheets',
    'doctype',
    () => workbookFile(GOOD, { 'xl/workbook.xml': '<!DOCTYPE a><workbook/>' }),
  ],
  [
    'an entity that nobody declared',
    'bad_xml',
    () => withSheet('<row><c t="str"><v>&name;</v></c></row>'),
  ],
  ['tags that cross', 'bad_xml', () => withSheet('<row><c><v>1</c></v></row>')],
  ['an attribute without quotes', 'bad_xml', () => withSheet('<row r=1/>')],
  [
    'a sheet that ends in the middle',
    'truncated',
    () => workbookFile('<worksheet><sheetData><row r="1"><c r="A1"><v>12'),
  ],
  ['a missing sheet', 'missing_part', () => workbookFile(GOOD, { [SHEET]: null })],
  [
    'a sheet that nothing leads to',
    'missing_part',
    () => workbookFile(GOOD, { 'xl/_rels/workbook.xml.rels': null }),
  ],
  ['a picture instead of a sheet', 'missing_part', () => workbookFile('<svg><g/></svg>')],
  [
    'an unknown encoding',
    'bad_encoding',
    () => workbookFile(`<?xml version="1.0" encoding="klingon"?>${GOOD}`),
  ],
  [
    'bad UTF-8',
    'bad_encoding',
    () =>
      workbookFile(Buffer.from(worksheet('<row><c t="str"><v>a\xff\xfeb</v></c></row>'), 'latin1')),
  ],
  [
    'bad UTF-8 in a shared string',
    'bad_encoding',
    () =>
      workbookFile(GOOD, {
        'xl/sharedStrings.xml': Buffer.from(sharedStrings('<t>\xc3\x28</t>'), 'latin1'),
      }),
  ],
  [
    'a shared string that does not exist',
    'bad_string_index',
    () =>
      workbookFile(worksheet('<row><c t="s"><v>7</v></c></row>'), {
        'xl/sharedStrings.xml': sharedStrings('<t>a</t>'),
      }),
  ],
  [
    'a negative shared string',
    'bad_string_index',
    () =>
      workbookFile(worksheet('<row><c t="s"><v>-1</v></c></row>'), {
        'xl/sharedStrings.xml': sharedStrings('<t>a</t>'),
      }),
  ],
  ['row 4,294,967,295', 'bad_row', () => withSheet('<row r="4294967295"><c><v>1</v></c></row>')],
  ['row 0', 'bad_row', () => withSheet('<row r="0"><c><v>1</v></c></row>')],
  [
    'rows that run backwards',
    'bad_row',
    () => withSheet('<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>'),
  ],
  ['column ZZZZZZ', 'bad_column', () => withSheet('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>')],
  ['column XFE', 'bad_column', () => withSheet('<row r="1"><c r="XFE1"><v>1</v></c></row>')],
  [
    'a cell of another row',
    'bad_column',
    () => withSheet('<row r="1"><c r="A2"><v>1</v></c></row>'),
  ],
];
