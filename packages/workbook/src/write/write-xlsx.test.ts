/** What round trips do not show: limits, refusals, continuation, aborts, flat memory. */
import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import exceljs from 'exceljs';
import { expect, test } from 'vitest';
import { bytesSource, readXlsx, type WriteCell, writeXlsx } from '../index.js';
import { rowsOf } from '../testing/workbook-files.js';

const columns = [{ header: 'a' }, { header: 'b', width: 30, format: '#,##0.00' }];
const written = (rows: readonly (readonly WriteCell[])[], options = {}): Promise<Buffer> =>
  buffer(writeXlsx([{ name: 'S', columns, rows: [rows] }], options));

test('what no cell can hold becomes what Excel would show', async () => {
  const rows = [
    [Number.NaN, Number.POSITIVE_INFINITY],
    [new Date('1850-07-04'), new Date('+012345-01-01')],
    [{ error: '#OWN!' }],
  ];
  expect((await rowsOf(await written(rows))).slice(1)).toEqual([
    [{ error: '#NUM!' }, { error: '#NUM!' }],
    ['1850-07-04T00:00:00.000Z', '+012345-01-01T00:00:00.000Z'],
    ['#OWN!'],
  ]);
});

test.each([
  ['text_too_long', ['x'.repeat(32_768)], 'A2'],
  ['bad_value', [null, new Date(Number.NaN)], 'B2'],
  ['too_many_columns', Array<string>(16_385).fill('x'), 'XFE2'],
])('%s names the cell', async (code, row, cell) => {
  await expect(written([row])).rejects.toMatchObject({
    code,
    place: { sheet: 'S', row: 2 },
    message: expect.stringContaining(cell),
  });
});

test('a long text is cut when that is asked for', async () => {
  const rows = await rowsOf(await written([['x'.repeat(40_000)]], { longText: 'cut' }));
  expect(String(rows[1]?.[0])).toHaveLength(32_767);
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
