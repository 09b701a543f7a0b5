/** How other programs write: each form reads as the same values. */
import { expect, test } from 'vitest';
import { bytesSource, type Cell, readXlsx } from '../index.js';
import { archive } from '../testing/archive.js';
import {
  entriesOf,
  relationships,
  rowsOf,
  sharedStrings,
  workbookFile,
  workbookParts,
  worksheet,
} from '../testing/workbook-files.js';

const cellsOf = async (cells: string, parts = {}): Promise<Cell[] | undefined> =>
  (await rowsOf(workbookFile(worksheet(`<row r="1">${cells}</row>`), parts)))[0];
const SIMPLE = worksheet('<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><v>é</v></c></row>');
const VALUES = [[1, 'é']];

test('every cell type', async () => {
  const strings = { 'xl/sharedStrings.xml': sharedStrings('<t>shared</t>') };
  const cells =
    '<c r="A1" t="s"><v>0</v></c><c r="B1" t="str"><f>A1</f><v>formula</v></c><c r="C1" t="inlineStr"><is><t>inline</t></is></c>' +
    '<c r="D1" t="b"><v>1</v></c><c r="E1" t="b"><v>0</v></c><c r="F1" t="e"><v>#N/A</v></c><c r="G1" t="d"><v>2024-02-29T12:00:00Z</v></c>' +
    '<c r="H1" t="n"><v>-1.5E-3</v></c><c r="I1"><f>1+1</f><v>2</v></c><c r="J1"><v>NaN</v></c>';
  expect(await cellsOf(cells, strings)).toEqual([
    'shared',
    'formula',
    'inline',
    true,
    false,
    { error: '#N/A' },
    new Date('2024-02-29T12:00:00Z'),
    -0.0015,
    2,
    'NaN',
  ]);
});

test('rich text is joined, phonetic runs are left out, spaces are kept', async () => {
  const rich =
    '<r><rPr><b/></rPr><t>東</t></r><r><t xml:space="preserve"> 京 </t></r><rPh sb="0" eb="1"><t>トウ</t></rPh><phoneticPr fontId="1"/>';
  const strings = {
    'xl/sharedStrings.xml': sharedStrings(rich, '<t/>', '<t>a&amp;b_x000D_&#10;c</t>'),
  };
  const cells = `<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="inlineStr"><is>${rich}</is></c>`;
  expect(await cellsOf(cells, strings)).toEqual(['東 京 ', '', 'a&b\r\nc', '東 京 ']);
});

test('text in pieces: comments, CDATA, processing instructions', async () => {
  const cells =
    '<c t="str"><v>a<!-- <v>no</v> -->b<![CDATA[<&>]]>c</v></c><c><v>1<!-- -->2</v></c><!-- <c><v>9</v></c> --><?x <c/> ?><c><v>3</v></c>';
  expect(await cellsOf(cells)).toEqual(['ab<&>c', 12, 3]);
});

test('rows and cells without references, single quotes, spaces in tags', async () => {
  const rows =
    "<row ><c t = 'str' ><v >a</v ></c ><c\n/><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>";
  expect(await rowsOf(workbookFile(worksheet(rows)))).toEqual([['a', null, 2], [3]]);
});

test('namespace prefixes', async () => {
  const sheet =
    '<x:worksheet xmlns:x="u"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1" t="str"><x:v>é</x:v></x:c></x:row></x:sheetData></x:worksheet>';
  expect(await rowsOf(workbookFile(sheet))).toEqual(VALUES);
});

test('strict OOXML, absolute and odd part paths', async () => {
  const strict = (xml: string): string =>
    xml.replaceAll(
      'http://schemas.openxmlformats.org/officeDocument/2006',
      'http://purl.oclc.org/ooxml/officeDocument',
    );
  const parts = workbookParts(SIMPLE, {
    '_rels/.rels': strict(relationships(['rId1', 'officeDocument', '/odd/book.xml'])),
    'odd/_rels/book.xml.rels': strict(
      relationships(['rId1', 'worksheet', '..\\data/./%E8%A1%A8.xml']),
    ),
    'odd/book.xml': strict(String(workbookParts('')['xl/workbook.xml'])),
    'data/表.xml': SIMPLE,
    'xl/workbook.xml': null,
    'xl/worksheets/sheet1.xml': null,
  });
  expect(await rowsOf(archive(entriesOf(parts)))).toEqual(VALUES);
});

test.each([
  ['UTF-16 little-endian', Buffer.from(`\ufeff${SIMPLE}`, 'utf16le')],
  ['UTF-16 big-endian', Buffer.from(`\ufeff${SIMPLE}`, 'utf16le').swap16()],
  ['UTF-8 with a mark', Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-8"?>${SIMPLE}`)],
  ['Latin-1', Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${SIMPLE}`, 'latin1')],
])('a part in %s', async (_, sheet) => {
  expect(await rowsOf(workbookFile(sheet))).toEqual(VALUES);
});

test.each([
  ['stored', { stored: true }],
  ['with sizes after the data', { descriptor: true }],
  ['with zip64 sizes', { zip64: true }],
])('entries %s', async (_, form) => {
  const entries = entriesOf(workbookParts(SIMPLE)).map((entry) => ({ ...entry, ...form }));
  expect(await rowsOf(archive(entries))).toEqual(VALUES);
});

const STYLES =
  '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-804]yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="165" formatCode="0.00&quot; days&quot;"/><numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts>' +
  '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>';

test('a number is a date by the format of its style', async () => {
  const cells = [0, 1, 2, 3, 4].map((style) => `<c s="${style}"><v>45292.5</v></c>`).join('');
  expect(await cellsOf(cells, { 'xl/styles.xml': STYLES })).toEqual([
    45292.5,
    new Date('2024-01-01T12:00:00Z'),
    new Date('2024-01-01T12:00:00Z'),
    45292.5,
    { problem: 'time_of_day', text: '1087020:00' },
  ]);
});

test('dates of 1900, before and after its false leap day', async () => {
  const cells = [1, 59, 61].map((serial) => `<c s="1"><v>${serial}</v></c>`).join('');
  const dates = ['1900-01-01', '1900-02-28', '1900-03-01'].map((text) => new Date(text));
  expect(await cellsOf(cells, { 'xl/styles.xml': STYLES })).toEqual(dates);
});

test('dates of a workbook that counts from 1904', async () => {
  const book = String(workbookParts('')['xl/workbook.xml']).replace(
    '<sheets>',
    '<workbookPr date1904="1"/><sheets>',
  );
  const file = workbookFile(worksheet('<row><c s="1"><v>43830.5</v></c></row>'), {
    'xl/workbook.xml': book,
    'xl/styles.xml': STYLES,
  });
  expect((await readXlsx(bytesSource(file))).date1904).toBe(true);
  expect(await rowsOf(file)).toEqual([[new Date('2024-01-01T12:00:00Z')]]);
});

test('hidden sheets and rows are told, charts on a tab are left out', async () => {
  const book =
    '<workbook><sheets><sheet name="A" r:id="rId1"/><sheet name="B" state="veryHidden" r:id="rId2"/><sheet name="Chart" r:id="rId3"/></sheets></workbook>';
  const file = workbookFile(
    worksheet('<row r="1" hidden="1"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row>'),
    {
      'xl/workbook.xml': book,
      'xl/_rels/workbook.xml.rels': relationships(
        ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
        ['rId2', 'worksheet', 'worksheets/sheet1.xml'],
        ['rId3', 'chartsheet', 'c.xml'],
      ),
    },
  );
  const { sheets } = await readXlsx(bytesSource(file));
  expect(sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
    ['A', false],
    ['B', true],
  ]);
  for await (const batch of sheets[0]?.rows() ?? []) expect([...batch.hidden]).toEqual([1, 0]);
});

test('what stands beside the rows is passed over: merged cells, filters, extensions with cells of their own', async () => {
  const row =
    '<row r="1"><c r="A1"><v>1</v><extLst><ext><v>9</v></ext></extLst></c><c r="C1"><v>3</v></c></row>';
  const beside =
    '<mergeCells><mergeCell ref="A1:B1"/></mergeCells><extLst><ext><x:sheetData><row r="5"><c><v>5</v></c></row></x:sheetData></ext></extLst>';
  const sheet = `<worksheet><sheetPr><c><v>7</v></c></sheetPr><cols><row><c><v>8</v></c></row></cols><sheetData>${row}</sheetData>${beside}</worksheet>`;
  expect(await rowsOf(workbookFile(sheet))).toEqual([[1, null, 3]]);
});

test('batches have the asked size, and a sheet can be read twice', async () => {
  const rows = Array.from(
    { length: 25 },
    (_, i) => `<row r="${i + 1}"><c><v>${i}</v></c></row>`,
  ).join('');
  const sheet = (await readXlsx(bytesSource(workbookFile(worksheet(rows))))).sheets[0];
  for (let pass = 0; pass < 2; pass += 1) {
    const sizes: number[] = [];
    for await (const { numbers } of sheet?.rows({ batchRows: 10 }) ?? [])
      sizes.push(numbers.length);
    expect(sizes).toEqual([10, 10, 5]);
  }
});

test('the shared strings may stand before or after the sheet in the archive', async () => {
  const entries = entriesOf(
    workbookParts(worksheet('<row><c t="s"><v>0</v></c></row>'), {
      'xl/sharedStrings.xml': sharedStrings('<t>a</t>'),
    }),
  );
  expect(await rowsOf(archive(entries))).toEqual([['a']]);
  expect(await rowsOf(archive([...entries].reverse()))).toEqual([['a']]);
});

test('an abort ends the reading with its reason', async () => {
  const abort = new AbortController();
  const sheet = (await readXlsx(bytesSource(workbookFile(SIMPLE)))).sheets[0];
  abort.abort(new Error('stopped'));
  await expect(sheet?.rows({ signal: abort.signal }).next()).rejects.toThrow('stopped');
});

test('a source that only streams ranges, in any pieces, reads the same', async () => {
  const bytes = workbookFile(SIMPLE);
  const openRange = async function* (start: number, end: number) {
    for (let at = start; at < end; at += 3) yield bytes.subarray(at, Math.min(at + 3, end));
  };
  const book = await readXlsx({ ...bytesSource(bytes), openRange });
  for await (const { rows } of book.sheets[0]?.rows() ?? []) expect(rows).toEqual(VALUES);
});
