/** What round trips do not show: limits, refusals, continuation, aborts, flat memory. */
import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import exceljs from 'exceljs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bytesSource,
  type Notice,
  openZip,
  readXlsx,
  type SheetColumn,
  type WriteCell,
  writeXlsx,
} from '../index.js';
import { rowsOf } from '../testing/workbook-files.js';

const columns = [{ header: 'a' }, { header: 'b', width: 30, format: '#,##0.00' }];
const written = (rows: readonly (readonly WriteCell[])[], options = {}): Promise<Buffer> =>
  buffer(writeXlsx([{ name: 'S', columns, rows: [rows] }], options));

async function partOf(file: Uint8Array, part: string): Promise<string> {
  for (const { name, bytes } of await openZip(bytesSource(file)))
    if (name === part) return buffer(bytes()).then(String);
  throw new Error(`there is no ${part}`);
}

test('what no cell can hold becomes what Excel would show', async () => {
  const rows = [
    [Number.NaN, Number.POSITIVE_INFINITY],
    [new Date('1850-07-04'), new Date('+012345-01-01')],
    [{ error: '#OWN!' }],
  ];
  expect((await rowsOf(await written(rows))).slice(1)).toEqual([
    ['NaN', 'Infinity'],
    ['1850-07-04 00:00:00', '+12345-01-01 00:00:00'],
    ['#OWN!'],
  ]);
});

test.each([
  ['bad_value', [null, new Date(Number.NaN)], 'B2'],
  ['too_many_columns', Array<string>(16_385).fill('x'), 'XFE2'],
])('%s names the cell', async (code, row, cell) => {
  await expect(written([row])).rejects.toMatchObject({
    code,
    place: { sheet: 'S', row: 2 },
    message: expect.stringContaining(cell),
  });
});

test('long texts are cut, never between two halves of a character, and counted', async () => {
  const notices: Notice[] = [];
  const rows = [['short'], [null, `${'x'.repeat(32_766)}👩`], ['x'.repeat(40_000)]];
  const file = await written(rows, { onNotice: (notice: Notice) => notices.push(notice) });
  const [, , second, third] = await rowsOf(file);
  expect([String(second?.[1]).length, String(third?.[0]).length]).toEqual([32_766, 32_767]);
  expect(notices).toEqual([{ code: 'text_cut', values: { sheet: 'S', count: 2, first: 'B3' } }]);
});

test('texts with outer blanks keep them, in the form that most programs read', async () => {
  const file = await written([[' a ', 'b']]);
  expect(await partOf(file, 'xl/worksheets/sheet1.xml')).toContain(
    '<c r="A2" t="str"><v xml:space="preserve"> a </v></c>',
  );
  expect((await rowsOf(file))[1]).toEqual([' a ', 'b']);
});

const ZONES: readonly (readonly [zone: string, instant: string, wall: string])[] = [
  ['Asia/Shanghai', '2024-02-29T16:00:00Z', '2024-03-01 00:00:00'],
  ['Asia/Kathmandu', '2024-02-29T16:00:00Z', '2024-02-29 21:45:00'],
  ['America/New_York', '2024-03-10T06:59:59Z', '2024-03-10 01:59:59'],
  ['America/New_York', '2024-03-10T07:00:00Z', '2024-03-10 03:00:00'],
  ['America/New_York', '2024-11-03T05:59:59Z', '2024-11-03 01:59:59'],
  ['America/New_York', '2024-11-03T06:00:00Z', '2024-11-03 01:00:00'],
  ['Australia/Lord_Howe', '2024-04-06T14:59:59Z', '2024-04-07 01:59:59'],
  ['Australia/Lord_Howe', '2024-04-06T15:00:00Z', '2024-04-07 01:30:00'],
];

test.each(ZONES)('in %s %s is shown as %s', async (timeZone, instant, wall) => {
  const dates = [
    { header: 'at', format: 'yyyy-mm-dd hh:mm:ss' },
    { header: 'day', format: 'yyyy-mm-dd' },
  ];
  const rows = [[new Date(instant), new Date(instant)]];
  const file = await buffer(writeXlsx([{ name: 'S', columns: dates, rows: [rows] }], { timeZone }));
  expect((await rowsOf(file))[1]).toEqual([
    new Date(`${wall.replace(' ', 'T')}Z`),
    new Date(instant),
  ]);
  const property = `name="longshore.timeZone"><vt:lpwstr>${timeZone}</vt:lpwstr>`;
  expect(await partOf(file, 'docProps/custom.xml')).toContain(property);
  const book = new exceljs.Workbook();
  await book.xlsx.load(file.buffer as ArrayBuffer);
  const [header, dayHeader] = ['A1', 'B1'].map((cell) => book.worksheets[0]?.getCell(cell).note);
  expect([JSON.stringify(header), dayHeader]).toEqual([
    expect.stringContaining(timeZone),
    undefined,
  ]);
});

test('dates that are wall clocks already are written as they are, under the zone of the workbook', async () => {
  const timeZone = 'Asia/Shanghai';
  const wall = new Date('2024-03-10T02:30:00Z');
  const at = { header: 'at', format: 'yyyy-mm-dd hh:mm:ss' };
  const sheet = { name: 'S', columns: [at], rows: [[[wall, wall]]], wallClock: true };
  const file = await buffer(writeXlsx([sheet], { timeZone }));
  expect((await rowsOf(file))[1]).toEqual([wall, wall]);
  expect(await partOf(file, 'docProps/custom.xml')).toContain(timeZone);
  const book = new exceljs.Workbook();
  await book.xlsx.load(file.buffer as ArrayBuffer);
  expect(JSON.stringify(book.worksheets[0]?.getCell('A1').note)).toContain(timeZone);
});

test('an unknown zone is refused', () => {
  expect(() => writeXlsx([{ name: 'S', columns, rows: [] }], { timeZone: 'Mars/Base' })).toThrow(
    'no time zone',
  );
});

test('programs that cut a moment to its second show the right second', async () => {
  const anyDate = fc.date({
    min: new Date('1900-03-01'),
    max: new Date('9999-12-31'),
    noInvalidDate: true,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(anyDate, { minLength: 1, maxLength: 50 }), async (dates) => {
      const file = await written(dates.map((date) => [date]));
      const xml = await partOf(file, 'xl/worksheets/sheet1.xml');
      const serials = [...xml.matchAll(/<c r="A\d+" s="\d+"><v>([^<]*)</g)].map(([, serial]) =>
        Number(serial),
      );
      const seconds = serials.map((serial) => Math.floor(serial * 86_400) - 25_569 * 86_400);
      expect(seconds).toEqual(dates.map((date) => Math.floor(date.getTime() / 1000)));
      expect((await rowsOf(file)).slice(1)).toEqual(dates.map((date) => [date]));
    }),
    { numRuns: 20 },
  );
});

test('a marked cell is red and says why, whatever it holds', async () => {
  const values = ['text', 1.5, true, new Date('2024-02-29T12:00:00Z'), null, { error: '#N/A' }];
  const rows = [values.map((value) => ({ value, problem: 'is wrong' })), ['fine']];
  const file = await written(rows);
  expect(await rowsOf(file)).toEqual([
    ['a', 'b'],
    ['text', 1.5, true, values[3], null, { error: '#N/A' }],
    ['fine'],
  ]);
  const book = new exceljs.Workbook();
  await book.xlsx.load(file.buffer as ArrayBuffer);
  for (const column of ['A', 'B', 'C', 'D', 'E', 'F']) {
    const cell = book.worksheets[0]?.getCell(`${column}2`);
    expect(cell?.fill).toMatchObject({ fgColor: { argb: 'FFFFC7CE' } });
    expect(JSON.stringify(cell?.note)).toContain('is wrong');
  }
  expect(book.worksheets[0]?.getCell('B2').numFmt).toBe('#,##0.00');
  expect(book.worksheets[0]?.getCell('A3').fill).toBeUndefined();
});

test('the first 1,000 marked cells have notes, all of them are red', async () => {
  const rows = Array.from({ length: 1_001 }, () => [{ value: 'x', problem: 'is wrong' }]);
  const file = await written(rows);
  expect((await partOf(file, 'xl/comments1.xml')).match(/<comment /g)).toHaveLength(1_000);
  expect(
    (await partOf(file, 'xl/worksheets/sheet1.xml')).match(/<c r="A\d+" s="\d+" t="str"><v>x</g),
  ).toHaveLength(1_001);
});

test('a form keeps what is typed into it, with drop-downs, links and notes side by side', async () => {
  const form: SheetColumn[] = [
    { header: 'code', format: '@', required: true, headerNote: 'Required' },
    { header: 'state', choices: ['on', 'off'] },
    { header: 'city', choices: ['Paris, France', 'Rome'] },
    { header: 'made', format: 'yyyy-mm-dd' },
  ];
  const rows = [['007', { text: 'site', link: 'https://example.com' }, 'Rome', 45_351]];
  const file = await buffer(writeXlsx([{ name: 'S', columns: form, rows: [rows], form: true }]));
  const book = new exceljs.Workbook();
  await book.xlsx.load(file.buffer as ArrayBuffer);
  const sheet = book.worksheets[0];
  expect(sheet?.getColumn(1).numFmt).toBe('@');
  expect(sheet?.getCell('A1').font).toMatchObject({ bold: true, color: { argb: 'FFC00000' } });
  expect(sheet?.getCell('B5').dataValidation.formulae).toEqual(['"on,off"']);
  expect(sheet?.getCell('C5').dataValidation.formulae).toEqual(["'labels'!$A$1:$A$2"]);
  expect(sheet?.getCell('B2').hyperlink).toBe('https://example.com');
  expect(book.worksheets[1]?.getCell('A1').value).toBe('Paris, France');
  // A number stays a number though its column shows days.
  expect((await rowsOf(file))[1]).toEqual(['007', 'site', 'Rome', 45_351]);
});

test('links lead to their address', async () => {
  const book = new exceljs.Workbook();
  await book.xlsx.load(
    (await written([[{ text: 'site & shop', link: 'https://example.com/?a=1&b=2' }]]))
      .buffer as ArrayBuffer,
  );
  expect(book.worksheets[0]?.getCell('A2').value).toMatchObject({
    text: 'site & shop',
    hyperlink: 'https://example.com/?a=1&b=2',
  });
});

test('the same rows give the same bytes', async () => {
  expect((await written([['x', 1]])).equals(await written([['x', 1]]))).toBe(true);
});

test('impossible options are refused', () => {
  expect(() => writeXlsx([])).toThrow('at least one sheet');
  expect(() => writeXlsx([{ name: 'S', columns, rows: [] }], { level: 10 })).toThrow('0 to 9');
});

test('an abort ends the stream with its reason though the source never answers', async () => {
  const abort = new AbortController();
  const silent = {
    [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }),
  };
  const writing = buffer(
    writeXlsx([{ name: 'S', columns, rows: silent }], { signal: abort.signal }),
  );
  abort.abort(new Error('stopped'));
  await expect(writing).rejects.toThrow('stopped');
});

test('an error of the source is the error of the stream', async () => {
  const failing = (async function* () {
    yield [[1]];
    throw new Error('the database is gone');
  })();
  await expect(buffer(writeXlsx([{ name: 'S', columns, rows: failing }]))).rejects.toThrow(
    'the database is gone',
  );
});

test('a stream that is given up closes its source', async () => {
  let closed = false;
  const endless = (async function* () {
    try {
      for (;;) yield Array.from({ length: 1_000 }, () => ['x'.repeat(100)]);
    } finally {
      closed = true;
    }
  })();
  const full = new Writable({ write: (_chunk, _encoding, done) => done(new Error('disk full')) });
  await expect(pipeline(writeXlsx([{ name: 'S', columns, rows: endless }]), full)).rejects.toThrow(
    'disk full',
  );
  await expect.poll(() => closed).toBe(true);
});

test('after 1,048,576 rows a new sheet goes on, with the header again', async () => {
  const total = 1_048_577;
  const one = [{ header: 'id' }];
  async function* rows() {
    for (let start = 0; start < total; start += 20_000)
      yield Array.from({ length: Math.min(20_000, total - start) }, (_, i) => [start + i]);
  }
  const book = await readXlsx(
    bytesSource(await buffer(writeXlsx([{ name: 'ids', columns: one, rows: rows() }]))),
  );
  expect(book.sheets.map(({ name }) => name)).toEqual(['ids', 'ids (2)']);
  let next = 0;
  for (const sheet of book.sheets) {
    for await (const batch of sheet.rows()) {
      for (const [index, [value]] of batch.rows.entries()) {
        if (batch.numbers[index] === 1) expect(value).toBe('id');
        else if (value !== next++) throw new Error(`row ${next} holds ${value}`);
      }
    }
  }
  expect(next).toBe(total);
}, 60_000);
