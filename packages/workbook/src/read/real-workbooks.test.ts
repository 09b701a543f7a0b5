/** Workbooks that programs and persons really make, and what their cells mean. */
import { expect, test } from 'vitest';
import { bytesSource, type Cell, type Notice, type RowsOptions, readXlsx } from '../index.js';
import {
  type Parts,
  relationships,
  rowsOf,
  workbookFile,
  workbookParts,
  worksheet,
} from '../testing/workbook-files.js';

const STYLES =
  '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="000"/><numFmt numFmtId="165" formatCode="m/d/yy"/></numFmts>' +
  `<cellXfs>${[0, 14, 22, 20, 46, 164, 165, 9].map((id) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs></styleSheet>`;
const [DAY, MOMENT, TIME, DURATION, PADDED, SHORT_DAY, PERCENT] = [1, 2, 3, 4, 5, 6, 7] as const;
const STYLED = { 'xl/styles.xml': STYLES };

interface Read {
  readonly rows: Cell[][];
  readonly notices: readonly Notice[];
}

async function read(sheet: string, parts: Parts = STYLED, options?: RowsOptions): Promise<Read> {
  const book = await readXlsx(bytesSource(workbookFile(sheet, parts)));
  const rows: Cell[][] = [];
  for await (const batch of book.sheets[0]?.rows(options) ?? []) rows.push(...batch.rows);
  return { rows, notices: book.notices() };
}

/** One row of number cells: `[style, digits]`. */
const cells = (...values: readonly (readonly [style: number, digits: string])[]): string =>
  worksheet(
    `<row r="1">${values.map(([style, digits]) => `<c s="${style}"><v>${digits}</v></c>`).join('')}</row>`,
  );
const TEXTS = { textColumns: new Set([0, 1, 2, 3, 4, 5]) };

test('numbers have 15 significant digits, and whole ones are exact up to 2^53', async () => {
  const sheet = cells(
    [0, '3.3000000000000003'],
    [0, '0.1'],
    [0, '9007199254740991'],
    [0, '-1.2345678901234567E+30'],
  );
  expect((await read(sheet)).rows).toEqual([[3.3, 0.1, 9007199254740991, -1.23456789012346e30]]);
});

test('a text column takes what its cells show', async () => {
  const sheet = cells(
    [PADDED, '7'],
    [TIME, '0.375'],
    [DURATION, '1.5208333333'],
    [PERCENT, '0.12'],
    [DAY, '45351'],
    [0, '3.3000000000000003'],
  );
  expect((await read(sheet, STYLED, TEXTS)).rows).toEqual([
    ['007', '9:00', '36:30:00', '12%', '2024-02-29', '3.3'],
  ]);
});

test('a text column takes rows alike one after the other', async () => {
  const row = (r: number) =>
    `<row r="${r}"><c r="A${r}" s="${PADDED}"><v>${r}</v></c><c r="B${r}"><v>${r}</v></c></row>`;
  const { rows } = await read(worksheet(row(1) + row(2) + row(3)), STYLED, {
    textColumns: new Set([0]),
  });
  expect(rows).toEqual([
    ['001', 1],
    ['002', 2],
    ['003', 3],
  ]);
});

test('digits that a number has lost are told in a text column', async () => {
  const sheet = cells(
    [0, '4.403011990010112E+17'],
    [0, '12345678901234567890'],
    [0, '123456789012345'],
  );
  expect((await read(sheet, STYLED, TEXTS)).rows).toEqual([
    [
      { problem: 'digits_lost', text: '4.403011990010112E+17' },
      { problem: 'digits_lost', text: '12345678901234567890' },
      '123456789012345',
    ],
  ]);
});

test('a date format over a number beyond the year 9999 leaves the number', async () => {
  const sheet = cells([DAY, '13800138000'], [DAY, '20240131'], [DAY, '2958466'], [DAY, '45322']);
  expect((await read(sheet)).rows).toEqual([
    [13800138000, 20240131, 2958466, new Date('2024-01-31')],
  ]);
});

test('times of day and lengths of time are told in other columns', async () => {
  const sheet = cells([TIME, '0.375'], [DURATION, '1.5'], [TIME, '45351.375']);
  expect((await read(sheet)).rows).toEqual([
    [
      { problem: 'time_of_day', text: '9:00' },
      { problem: 'time_of_day', text: '36:00:00' },
      new Date('2024-02-29T09:00:00Z'),
    ],
  ]);
});

test('placeholder days that no calendar has are numbers, a part of a day is a time', async () => {
  const sheet = cells([DAY, '0'], [MOMENT, '60.5'], [MOMENT, '0.5'], [TIME, '1.5'], [DAY, '1']);
  expect((await read(sheet)).rows).toEqual([
    [
      0,
      60.5,
      { problem: 'time_of_day', text: '12:00:00' },
      { problem: 'time_of_day', text: '12:00' },
      new Date('1900-01-01'),
    ],
  ]);
  expect((await read(sheet, STYLED, TEXTS)).rows).toEqual([
    ['1900-01-00', '1900-02-29 12:00', '1900-01-00 12:00', '12:00', '1900-01-01'],
  ]);
});

test('a day is midnight UTC in any zone, also some seconds off, and keeps a hidden time', async () => {
  const sheet = cells(
    [SHORT_DAY, '45351.000497685185'],
    [DAY, '45350.9999'],
    [DAY, '45351.5'],
    [MOMENT, '45351.5'],
  );
  const { rows } = await read(sheet, STYLED, { timeZone: 'Asia/Shanghai' });
  const day = new Date('2024-02-29');
  const noon = new Date('2024-02-29T12:00:00Z');
  expect(rows).toEqual([[day, day, noon, new Date('2024-02-29T04:00:00Z')]]);
});

test('a formula without a result is told; an empty text as result is a text', async () => {
  const sheet = worksheet(
    '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v/></c><c r="C1" t="str"><f>""</f><v></v></c><c r="D1"><f>1+1</f><v>2</v></c><c r="E1"/></row>',
  );
  const none = { problem: 'formula_without_result' };
  expect((await read(sheet)).rows).toEqual([[none, none, '', 2]]);
});

test('dates of a strict workbook: 17 digits of a second, times of day, lengths of time', async () => {
  const values: readonly (readonly [style: number, text: string])[] = [
    [MOMENT, '2009-01-01T11:00:00.00000020954757600'],
    [MOMENT, '2014-01-16T15:59:59.99999979045242400'],
    [DAY, '2009-01-01T00:00:00.000'],
    [TIME, '10:59:59.9999999999984025'],
    [DURATION, 'PT36H11M0.000S'],
  ];
  const row = values.map(([style, text]) => `<c s="${style}" t="d"><v>${text}</v></c>`).join('');
  const sheet = worksheet(`<row r="1">${row}</row>`);
  expect((await read(sheet)).rows).toEqual([
    [
      new Date('2009-01-01T11:00:00Z'),
      new Date('2014-01-16T16:00:00Z'),
      new Date('2009-01-01'),
      { problem: 'time_of_day', text: '11:00' },
      { problem: 'time_of_day', text: '36:11:00' },
    ],
  ]);
  expect((await read(sheet, STYLED, TEXTS)).rows).toEqual([
    ['2009-01-01 11:00', '2014-01-16 16:00', '2009-01-01', '11:00', '36:11:00'],
  ]);
});

test('a check reads the asked columns only, and every text that may show nothing', async () => {
  const row = (r: number) =>
    `<row r="${r}"><c r="A${r}" t="str"><v>1,5</v></c><c r="B${r}" t="str"><v>x</v></c><c r="C${r}"><v>1</v></c><c r="D${r}"><v>1</v></c></row>`;
  const blanks = ['&#32;', '\u00a0', '\u3000', '\u200b', '\ufeff'].map(
    (text, i) => `<row r="${i + 3}"><c r="B${i + 3}" t="str"><v>${text}</v></c></row>`,
  );
  const options = { checkOnly: true, columnsRead: new Set([0, 2]), textColumns: new Set([2]) };
  const sheet = worksheet(row(1) + row(2) + blanks.join(''));
  expect((await read(sheet, STYLED, options)).rows).toEqual([
    ['1,5', true, '1', true],
    ['1,5', true, '1', true],
    ...[' ', '\u00a0', '\u3000', '\u200b', '\ufeff'].map((text) => [null, text]),
  ]);
});

test('a check reads the texts of the columns that it is asked for, and none of their numbers', async () => {
  const sheet = worksheet(
    '<row r="1"><c r="A1" t="str"><v>1,5</v></c><c r="B1" t="str"><v>x</v></c></row>' +
      '<row r="2"><c r="A2"><v>1.5</v></c><c r="B2"><v>1</v></c></row>',
  );
  const options = { checkOnly: true, textsRead: new Set([0]) };
  expect((await read(sheet, STYLED, options)).rows).toEqual([
    ['1,5', true],
    [true, true],
  ]);
});

test('cells that name no style have that of their row, else of their column', async () => {
  const sheet = `<worksheet><cols><col min="2" max="3" style="${DAY}"/><col min="3" max="9" style="0"/></cols><sheetData>${[
    '<row r="1"><c r="A1"><v>45351</v></c><c r="B1"><v>45351</v></c><c r="C1" s="0"><v>45351</v></c></row>',
    `<row r="2" s="${DAY}" customFormat="1"><c r="A2"><v>45351</v></c><c r="B2"><v>45351</v></c></row>`,
    `<row r="3" s="${DAY}"><c r="A3"><v>45351</v></c><c r="B3"><v>45351</v></c></row>`,
  ].join('')}</sheetData></worksheet>`;
  const day = new Date('2024-02-29');
  expect((await read(sheet)).rows).toEqual([
    [45351, day, 45351],
    [day, day],
    [45351, day],
  ]);
});

test('a row element for each cell makes one row', async () => {
  const cell = (ref: string) =>
    `<row r="${ref.slice(1)}"><c r="${ref}" t="str"><v>${ref}</v></c></row>`;
  const sheet = worksheet(['A1', 'B1', 'C1', 'A2', 'C2'].map(cell).join(''));
  expect((await read(sheet, STYLED, { batchRows: 1 })).rows).toEqual([
    ['A1', 'B1', 'C1'],
    ['A2', null, 'C2'],
  ]);
});

test('one row twice is refused', async () => {
  const row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>';
  await expect(read(worksheet(row + row))).rejects.toMatchObject({ code: 'bad_row' });
});

test('a row in many elements keeps the bound of a row', async () => {
  const cell = (i: number) =>
    `<row r="1"><c r="${'ABCDEFGH'[i]}1" t="str"><v>${'x'.repeat(1000)}</v></c></row>`;
  const file = workbookFile(worksheet(Array.from({ length: 8 }, (_, i) => cell(i)).join('')));
  await expect(rowsOf(file, { maxRowBytes: 5_000 })).rejects.toMatchObject({
    code: 'cell_too_large',
  });
  expect((await rowsOf(file))[0]).toHaveLength(8);
});

test('references in small letters', async () => {
  const sheet = worksheet('<row r="1"><c r="b1"><v>1</v></c><c r="aa1"><v>2</v></c></row>');
  expect(
    (await read(sheet)).rows[0]?.flatMap((cell, i) => (cell === null ? [] : [[i, cell]])),
  ).toEqual([
    [1, 1],
    [26, 2],
  ]);
});

test('a sheet without a part is left out and named', async () => {
  const book = String(workbookParts('')['xl/workbook.xml']).replace(
    '</sheets>',
    '<sheet name="Module1" sheetId="2" state="veryHidden" r:id=""/></sheets>',
  );
  const { rows, notices } = await read(cells([0, '42']), { 'xl/workbook.xml': book });
  expect(rows).toEqual([[42]]);
  expect(notices).toEqual([{ code: 'sheets_not_read', values: { count: 1, sheets: 'Module1' } }]);
});

test('merged cells and hidden rows are counted once, however often the sheet is read', async () => {
  const data =
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row><row r="3" hidden="1"/>';
  const sheet = worksheet(data).replace(
    '</sheetData>',
    '</sheetData><mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="C1:C9"/></mergeCells>',
  );
  const book = await readXlsx(bytesSource(workbookFile(sheet)));
  expect(book.notices()).toEqual([]);
  for (const checkOnly of [true, false])
    for await (const _ of book.sheets[0]?.rows({ checkOnly }) ?? []);
  expect(book.notices()).toEqual([
    { code: 'merged_cells_blank', values: { sheet: 'S', count: 2, first: 'A1:B1' } },
    { code: 'hidden_rows_read', values: { sheet: 'S', count: 1 } },
  ]);
});

test('styles may be larger than other small parts', async () => {
  const styles = STYLES.replace('</cellXfs>', `${'<xf numFmtId="14"/>'.repeat(200)}</cellXfs>`);
  const file = workbookFile(cells([100, '45351']), {
    'xl/styles.xml': styles,
    'xl/_rels/workbook.xml.rels': relationships(
      ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
      ['rId3', 'styles', 'styles.xml'],
    ),
  });
  expect(await rowsOf(file, { maxSmallPartBytes: 2_000 })).toEqual([[new Date('2024-02-29')]]);
});
