import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesSource } from '../book-source.js';
import type { Cell } from '../cell.js';
import type { WorkbookError } from '../workbook-error.js';
import { type ReadCsvOptions, readCsv } from './read-csv.js';
import { writeCsv } from './write-csv.js';

async function read(bytes: Uint8Array | string, options?: ReadCsvOptions, pieceBytes = 1_000_000) {
  const content = Buffer.from(bytes);
  const openRange = async function* (start: number, end: number) {
    for (let at = start; at < end; at += pieceBytes)
      yield content.subarray(at, Math.min(at + pieceBytes, end));
  };
  const book = await readCsv({ ...bytesSource(content), openRange }, options);
  const rows: Cell[][] = [];
  const numbers: number[] = [];
  for await (const batch of book.sheets[0]?.rows({ batchRows: 3 }) ?? []) {
    rows.push(...batch.rows);
    numbers.push(...batch.numbers);
  }
  return { rows, numbers, encoding: book.encoding, delimiter: book.delimiter };
}

async function noticesOf(bytes: Buffer, options?: ReadCsvOptions) {
  return (await readCsv(bytesSource(bytes), options)).notices();
}

test('quotes, line ends of all kinds and blank lines', async () => {
  const { rows, numbers } = await read('a,"b ""x"", y"\r\n\r\n"two\nlines",\rlast,"",z');
  expect(rows).toEqual([['a', 'b "x", y'], ['two\nlines'], ['last', null, 'z']]);
  expect(numbers).toEqual([1, 3, 4]);
});

test.each([
  ['utf-8', Buffer.from('名称,价格\n茶,1\n')],
  ['utf-8', Buffer.from('\ufeff名称,价格\n茶,1\n')],
  ['utf-16le', Buffer.from('\ufeff名称,价格\n茶,1\n', 'utf16le')],
  ['utf-16be', Buffer.from('\ufeff名称,价格\n茶,1\n', 'utf16le').swap16()],
  ['gb18030', Buffer.from('c3fbb3c62cbcdbb8f10ab2e82c310a', 'hex')],
  ['utf-16le', Buffer.from('名称,价格\n茶,1\n', 'utf16le')],
])('text in %s is found out', async (encoding, bytes) => {
  expect(await read(bytes, { languages: ['zh-CN'] })).toMatchObject({
    encoding,
    rows: [
      ['名称', '价格'],
      ['茶', '1'],
    ],
  });
});

test('text of Western Windows is not taken for Chinese', async () => {
  const { rows, encoding } = await read(
    Buffer.from('caf\xe9, na\xefve,5 \x80\nRen\xe9,N\xeemes,7\n', 'latin1'),
    {
      languages: ['zh-CN', 'fr'],
    },
  );
  expect([encoding, rows[0]]).toEqual(['windows-1252', ['café', ' naïve', '5 €']]);
});

test('a quote inside a value is no quote, neither for values nor for the delimiter', async () => {
  const { rows, delimiter } = await read('size;name\n5";pipe, long\n6";pipe, longer\n');
  expect([delimiter, rows.at(-1)]).toEqual([';', ['6"', 'pipe, longer']]);
});

test('a first line that tells the delimiter is obeyed and is no row', async () => {
  expect(await read('\ufeffsep=;\r\na,b;c\r\n\r\n1;2')).toEqual({
    encoding: 'utf-8',
    delimiter: ';',
    rows: [
      ['a,b', 'c'],
      ['1', '2'],
    ],
    numbers: [1, 3],
  });
});

test('more columns than a sheet has are refused, however many of them are empty', async () => {
  await expect(read(`${'a,'.repeat(16_384)}b`)).rejects.toMatchObject({
    code: 'bad_column',
    place: { row: 1 },
  });
  expect((await read(`${'a,'.repeat(16_383)}b${','.repeat(500_000)}`)).rows[0]).toHaveLength(
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

test.each([',', '\t', ';', '|'])('the delimiter %j is found out', async (delimiter) => {
  const text = `a${delimiter}"x,;|\ty"${delimiter}c\n1${delimiter}2${delimiter}3\n`;
  expect(await read(text)).toMatchObject({
    delimiter,
    rows: [
      ['a', 'x,;|\ty', 'c'],
      ['1', '2', '3'],
    ],
  });
});

test('a wrong quote is told with line and character', async () => {
  await expect(read('a,b\n1,"x"y\n')).rejects.toMatchObject({
    code: 'bad_quote',
    place: { row: 2, offset: 6 },
  });
  await expect(read('a\n"two\nlines",b\nc,"open\n')).rejects.toMatchObject({
    code: 'bad_quote',
    place: { row: 4, offset: 3 },
  });
});

test('a record beyond the limit is refused at once, with or without a quote', async () => {
  await expect(read('x'.repeat(5_000_000))).rejects.toMatchObject({ code: 'record_too_large' });
  await expect(read(`"${'x\n'.repeat(5_000_000)}`)).rejects.toMatchObject({
    code: 'record_too_large',
  });
});

test('bytes of another encoding and empty files are refused', async () => {
  await expect(
    read(Buffer.from([0x61, 0x0a, 0xff, 0xff]), { encoding: 'utf-8' }),
  ).rejects.toMatchObject({ code: 'bad_encoding' });
  await expect(read('')).rejects.toMatchObject({ code: 'empty_file' });
  await expect(read('a', { encoding: 'klingon' })).rejects.toMatchObject({ code: 'bad_options' });
});

test('a file whose encoding is assumed says so; a proved or given one does not', async () => {
  const french = Buffer.from('pr\xe9nom,ville\nRen\xe9,N\xeemes\n', 'latin1');
  expect(await noticesOf(french, { languages: ['fr'] })).toEqual([
    { code: 'encoding_assumed', values: { encoding: 'windows-1252' } },
  ]);
  expect(await noticesOf(french, { encoding: 'windows-1252' })).toEqual([]);
  expect(await noticesOf(Buffer.from('prénom,ville\n'), { languages: ['fr'] })).toEqual([]);
});

test('without a language the person is asked, and the answer is an option', async () => {
  const bytes = Buffer.from('premi\xe8re,seconde\r\n', 'latin1');
  const error = await read(bytes).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'encoding_unclear' });
  const { encoding } = (error as WorkbookError).values.candidates?.find(
    ({ sample }) => sample[0] === 'première,seconde',
  ) ?? { encoding: '' };
  expect((await read(bytes, { encoding })).rows).toEqual([['première', 'seconde']]);
});

test('bytes beyond ASCII far below the start are asked about too', async () => {
  const bytes = Buffer.concat([
    Buffer.from('plain,text\n'.repeat(100_000)),
    Buffer.from('caf\xe9', 'latin1'),
  ]);
  await expect(read(bytes)).rejects.toMatchObject({ code: 'encoding_unclear' });
  expect((await read(bytes, { encoding: 'windows-1252' })).rows.at(-1)).toEqual(['café']);
});

test('bytes beyond ASCII far below the start are judged as those at the start', async () => {
  const plain = 'plain,text\n'.repeat(100_000);
  const names = 'René,Nîmes\nHélène,Besançon\nJérôme,Évreux\n';
  const western = Buffer.concat([Buffer.from(plain), Buffer.from(names, 'latin1')]);
  expect((await read(western, { languages: ['fr'] })).rows.at(-1)).toEqual(['Jérôme', 'Évreux']);
  expect(await noticesOf(western, { languages: ['fr'] })).toEqual([
    { code: 'encoding_assumed', values: { encoding: 'windows-1252' } },
  ]);
  expect((await read(Buffer.from(plain + names))).rows.at(-1)).toEqual(['Jérôme', 'Évreux']);
  expect(await noticesOf(Buffer.from(plain), { languages: ['fr'] })).toEqual([]);
});

test.each(['a,b\r\n1,2\r\n\x1a', 'a,b\r\n1,2\r\n\x1a\r\n', 'a,b\r\n1,2\x1a'])(
  'Control-Z at the end of %j is no row',
  async (text) => {
    expect((await read(text)).rows).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  },
);

test('decimal commas below a header without one are no delimiters', async () => {
  const { rows, delimiter } = await read('price\n1,5\n2,25\n');
  expect(delimiter).toBe(';');
  expect(rows).toEqual([['price'], ['1,5'], ['2,25']]);
  expect((await read('a,b\n1,5\n')).rows).toEqual([
    ['a', 'b'],
    ['1', '5'],
  ]);
});

test.each([
  ['a,b,c\n4,5,\xe9', ['4', '5', 'é']],
  ['a,b,c\n4,5,\xe0\xe9', ['4', '5', 'àé']],
])('the last bytes of %j are read', async (text, row) => {
  const { rows } = await read(Buffer.from(text, 'latin1'), { encoding: 'windows-1252' }, 1);
  expect(rows.at(-1)).toEqual(row);
});

test('lines before the header do not hide the delimiter', async () => {
  const text =
    '# Author: the scientist, 2026\n\nid;name;population\n1;Britain;67.2\n2;France;67,1\n';
  const { rows, numbers, delimiter } = await read(text);
  expect(delimiter).toBe(';');
  expect(rows).toEqual([
    ['# Author: the scientist, 2026'],
    ['id', 'name', 'population'],
    ['1', 'Britain', '67.2'],
    ['2', 'France', '67,1'],
  ]);
  expect(numbers).toEqual([1, 3, 4, 5]);
});

test.each([
  ['"sep=;"\r\na,b;c\r\n', ';'],
  ['sep=|\na;b;c|d\n', '|'],
  ['sep=;;;\na;b;c;d\n', ';'],
  ['SEP=\t\na\tb\n', '\t'],
])('%j tells the delimiter and is no row', async (text, delimiter) => {
  const back = await read(text);
  expect(back.delimiter).toBe(delimiter);
  expect(back.rows).toHaveLength(1);
});

test.each([
  ['id;price\n1;2,50\n2;3,75\n', ';', false],
  ['price;weight\n2,5;1,5\n3,5;2,5\n', ';', false],
  ['1,5;2,5\n3,5;4,5\n', ';', false],
  ['a,b;c\n1,2;3\n', ',', true],
  ['a;b|c\n1;2|3\n', ';', true],
  ['a;b\n1;2|3\n', ';', false],
  ['a\nb\n', ',', false],
])('%j is cut by %j; told: %s', async (text, delimiter, told) => {
  expect((await read(text)).delimiter).toBe(delimiter);
  expect(await noticesOf(Buffer.from(text))).toEqual(
    told ? [{ code: 'delimiter_assumed', values: { delimiter } }] : [],
  );
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
    expect((await read(text, { encoding: 'utf-8' }, pieceBytes)).rows.slice(1)).toEqual(rows);
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
  expect((await read('="007",\'=1\n', { formulaGuard: false })).rows).toEqual([['="007"', "'=1"]]);
});

test('a line of many formulas takes no longer than another line', async () => {
  const began = performance.now();
  const { rows } = await read('="",'.repeat(200_000));
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
        const back = await read(bytes, { delimiter: ',' }, pieceBytes);
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
