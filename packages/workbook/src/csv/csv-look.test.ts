/** What readCsv finds out by itself: encoding and delimiter. */
import { expect, test } from 'vitest';
import { noticesOf, readBytes } from '../testing/read-csv-bytes.js';
import type { WorkbookError } from '../workbook-error.js';

test.each([
  ['utf-8', Buffer.from('名称,价格\n茶,1\n')],
  ['utf-8', Buffer.from('\ufeff名称,价格\n茶,1\n')],
  ['utf-16le', Buffer.from('\ufeff名称,价格\n茶,1\n', 'utf16le')],
  ['utf-16be', Buffer.from('\ufeff名称,价格\n茶,1\n', 'utf16le').swap16()],
  ['gb18030', Buffer.from('c3fbb3c62cbcdbb8f10ab2e82c310a', 'hex')],
  ['utf-16le', Buffer.from('名称,价格\n茶,1\n', 'utf16le')],
])('text in %s is found out', async (encoding, bytes) => {
  expect(await readBytes(bytes, { languages: ['zh-CN'] })).toMatchObject({
    encoding,
    rows: [
      ['名称', '价格'],
      ['茶', '1'],
    ],
  });
});

test('text of Western Windows is not taken for Chinese', async () => {
  const { rows, encoding } = await readBytes(
    Buffer.from('caf\xe9, na\xefve,5 \x80\nRen\xe9,N\xeemes,7\n', 'latin1'),
    {
      languages: ['zh-CN', 'fr'],
    },
  );
  expect([encoding, rows[0]]).toEqual(['windows-1252', ['café', ' naïve', '5 €']]);
});

test('a quote inside a value is no quote, neither for values nor for the delimiter', async () => {
  const { rows, delimiter } = await readBytes('size;name\n5";pipe, long\n6";pipe, longer\n');
  expect([delimiter, rows.at(-1)]).toEqual([';', ['6"', 'pipe, longer']]);
});

test('a first line that tells the delimiter is obeyed and is no row', async () => {
  expect(await readBytes('\ufeffsep=;\r\na,b;c\r\n\r\n1;2')).toEqual({
    encoding: 'utf-8',
    delimiter: ';',
    rows: [
      ['a,b', 'c'],
      ['1', '2'],
    ],
    numbers: [1, 3],
  });
});

test.each([',', '\t', ';', '|'])('the delimiter %j is found out', async (delimiter) => {
  const text = `a${delimiter}"x,;|\ty"${delimiter}c\n1${delimiter}2${delimiter}3\n`;
  expect(await readBytes(text)).toMatchObject({
    delimiter,
    rows: [
      ['a', 'x,;|\ty', 'c'],
      ['1', '2', '3'],
    ],
  });
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
  const error = await readBytes(bytes).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'encoding_unclear' });
  const { encoding } = (error as WorkbookError).values.candidates?.find(
    ({ sample }) => sample[0] === 'première,seconde',
  ) ?? { encoding: '' };
  expect((await readBytes(bytes, { encoding })).rows).toEqual([['première', 'seconde']]);
});

test('bytes beyond ASCII far below the start are asked about too', async () => {
  const bytes = Buffer.concat([
    Buffer.from('plain,text\n'.repeat(100_000)),
    Buffer.from('caf\xe9', 'latin1'),
  ]);
  await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'encoding_unclear' });
  expect((await readBytes(bytes, { encoding: 'windows-1252' })).rows.at(-1)).toEqual(['café']);
});

test('bytes beyond ASCII far below the start are judged as those at the start', async () => {
  const plain = 'plain,text\n'.repeat(100_000);
  const names = 'René,Nîmes\nHélène,Besançon\nJérôme,Évreux\n';
  const western = Buffer.concat([Buffer.from(plain), Buffer.from(names, 'latin1')]);
  expect((await readBytes(western, { languages: ['fr'] })).rows.at(-1)).toEqual([
    'Jérôme',
    'Évreux',
  ]);
  expect(await noticesOf(western, { languages: ['fr'] })).toEqual([
    { code: 'encoding_assumed', values: { encoding: 'windows-1252' } },
  ]);
  expect((await readBytes(Buffer.from(plain + names))).rows.at(-1)).toEqual(['Jérôme', 'Évreux']);
  expect(await noticesOf(Buffer.from(plain), { languages: ['fr'] })).toEqual([]);
});

test('decimal commas below a header without one are no delimiters', async () => {
  const { rows, delimiter } = await readBytes('price\n1,5\n2,25\n');
  expect(delimiter).toBe(';');
  expect(rows).toEqual([['price'], ['1,5'], ['2,25']]);
  expect((await readBytes('a,b\n1,5\n')).rows).toEqual([
    ['a', 'b'],
    ['1', '5'],
  ]);
});

test('lines before the header do not hide the delimiter', async () => {
  const text =
    '# Author: the scientist, 2026\n\nid;name;population\n1;Britain;67.2\n2;France;67,1\n';
  const { rows, numbers, delimiter } = await readBytes(text);
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
  const back = await readBytes(text);
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
  expect((await readBytes(text)).delimiter).toBe(delimiter);
  expect(await noticesOf(Buffer.from(text))).toEqual(
    told ? [{ code: 'delimiter_assumed', values: { delimiter } }] : [],
  );
});
