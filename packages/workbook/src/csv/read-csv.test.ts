import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesSource } from '../book-source.js';
import { readBytes } from '../testing/read-csv-bytes.js';
import { readCsv } from './read-csv.js';
import { writeCsv } from './write-csv.js';

test('quotes, line ends of all kinds and blank lines', async () => {
  const { rows, numbers } = await readBytes('a,"b ""x"", y"\r\n\r\n"two\nlines",\rlast,"",z');
  expect(rows).toEqual([['a', 'b "x", y'], ['two\nlines'], ['last', null, 'z']]);
  expect(numbers).toEqual([1, 3, 4]);
});

test('more columns than a sheet has are refused, however many of them are empty', async () => {
  await expect(readBytes(`${'a,'.repeat(16_384)}b`)).rejects.toMatchObject({
    code: 'bad_column',
    place: { row: 1 },
  });
  expect((await readBytes(`${'a,'.repeat(16_383)}b${','.repeat(500_000)}`)).rows[0]).toHaveLength(
    16_384,
  );
});

test.each([
  ['many columns', `${'a,'.repeat(16_383)}b\n`],
  ['long texts', `${'a'.repeat(500_000)},b\n`],
])('rows of very %s come in small batches', async (_, line) => {
  const sizes: number[] = [];
  for await (const { rows } of (
    await readCsv(bytesSource(Buffer.from(line.repeat(100))))
  ).sheets[0]?.rows() ?? [])
    sizes.push(rows.length);
  expect(sizes.reduce((a, b) => a + b)).toBe(100);
  expect(Math.max(...sizes)).toBeLessThan(30);
});

test('a wrong quote is told with line and character', async () => {
  await expect(readBytes('a,b\n1,"x"y\n')).rejects.toMatchObject({
    code: 'bad_quote',
    place: { row: 2, offset: 6 },
  });
  await expect(readBytes('a\n"two\nlines",b\nc,"open\n')).rejects.toMatchObject({
    code: 'bad_quote',
    place: { row: 4, offset: 3 },
  });
});

test('a record beyond the limit is refused at once, with or without a quote', async () => {
  await expect(readBytes('x'.repeat(5_000_000))).rejects.toMatchObject({
    code: 'record_too_large',
  });
  await expect(readBytes(`"${'x\n'.repeat(5_000_000)}`)).rejects.toMatchObject({
    code: 'record_too_large',
  });
});

test('bytes of another encoding and empty files are refused', async () => {
  await expect(
    readBytes(Buffer.from([0x61, 0x0a, 0xff, 0xff]), { encoding: 'utf-8' }),
  ).rejects.toMatchObject({ code: 'bad_encoding' });
  await expect(readBytes('')).rejects.toMatchObject({ code: 'empty_file' });
  await expect(readBytes('a', { encoding: 'klingon' })).rejects.toMatchObject({
    code: 'bad_options',
  });
});

test.each(['a,b\r\n1,2\r\n\x1a', 'a,b\r\n1,2\r\n\x1a\r\n', 'a,b\r\n1,2\x1a'])(
  'Control-Z at the end of %j is no row',
  async (text) => {
    expect((await readBytes(text)).rows).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  },
);

test.each([
  ['a,b,c\n4,5,\xe9', ['4', '5', 'é']],
  ['a,b,c\n4,5,\xe0\xe9', ['4', '5', 'àé']],
])('the last bytes of %j are read', async (text, row) => {
  const { rows } = await readBytes(Buffer.from(text, 'latin1'), { encoding: 'windows-1252' }, 1);
  expect(rows.at(-1)).toEqual(row);
});

test.each([
  [
    'Excel’s text formulas',
    'code,n\n="007",1\n="1,5",2\n="a""b",3\n',
    ['007', '1'],
    ['1,5', '2'],
    ['a"b', '3'],
  ],
  ['quoted text formulas', 'code,n\n"=""007""",1\n', ['007', '1']],
  [
    'formulas that are no text',
    'a,b\n="a"&B1,2\n="x,1\n="y"\n',
    ['="a"&B1', '2'],
    ['="x', '1'],
    ['y'],
  ],
  ['quotes inside a value', 'a,b\n5" pipe,x "y" z\n', ['5" pipe', 'x "y" z']],
  ['a last Control-Z', 'a,b\r\n1,2\r\n\x1a', ['1', '2']],
  ['Control-Z behind the last value', 'a,b\r\n1,2\x1a', ['1', '2']],
  ['a NUL', 'a,b\n1,x\0y\n2,z\n', ['1', 'x\0y'], ['2', 'z']],
  ['carriage returns alone', 'a,b\r1,2\r\r3,4\r', ['1', '2'], ['3', '4']],
  ['a mark where files were joined', '\ufeffa,b\n1,2\n\ufeff"3",4\n', ['1', '2'], ['3', '4']],
  ['delimiters at the end', 'a,b,\n1,2,\n3,,\n', ['1', '2'], ['3']],
  ['rows that are too long or too short', 'a,b\n1,2,3\n4\n', ['1', '2', '3'], ['4']],
])('%s', async (_, text, ...rows) => {
  for (const pieceBytes of [1, 1_000_000])
    expect((await readBytes(text, { encoding: 'utf-8' }, pieceBytes)).rows.slice(1)).toEqual(rows);
});

test('a first look delivers the texts too', async () => {
  const book = await readCsv(bytesSource(Buffer.from('a,b\n1,5\n')));
  for await (const { rows } of book.sheets[0]?.rows({ checkOnly: true }) ?? [])
    expect(rows).toEqual([
      ['a', 'b'],
      ['1', '5'],
    ]);
});

test('without the guard Excel’s text formulas and apostrophes stay as they are', async () => {
  expect((await readBytes('="007",\'=1\n', { formulaGuard: false })).rows).toEqual([
    ['="007"', "'=1"],
  ]);
});

test('a line of many formulas takes no longer than another line', async () => {
  const began = performance.now();
  const { rows } = await readBytes('="",'.repeat(200_000));
  expect(rows[0]?.length ?? 0).toBe(0);
  expect(performance.now() - began).toBeLessThan(5_000);
});

const anyText = fc.oneof(
  fc.string({
    unit: fc.constantFrom(
      ...[
        'a',
        '中',
        '"',
        ',',
        ';',
        '|',
        '\n',
        '\r',
        '\t',
        ' ',
        "'",
        '=',
        '+',
        '-',
        '@',
        '\x1a',
        '\ufeff',
      ],
    ),
  }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('sep=;', "'=", '="007"', '=HYPERLINK("x","y")', '-'),
);

test('any text comes back from writeCsv and readCsv as it was, in pieces of any size', async () => {
  const anyRow = fc.array(anyText, { minLength: 2, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      anyRow,
      fc.array(anyRow, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 7 }),
      async (headers, rows, pieceBytes) => {
        const columns = headers.map((header) => ({ header }));
        const bytes = await buffer(writeCsv({ columns, rows: [rows] }));
        const back = await readBytes(bytes, { delimiter: ',' }, pieceBytes);
        const expected = [headers, ...rows].map((row) =>
          row
            .slice(0, row.findLastIndex((field) => field !== '') + 1)
            .map((field) => field || null),
        );
        expect(back.rows).toEqual(expected.filter((row) => row.length > 0));
      },
    ),
    { numRuns: 500 },
  );
});
