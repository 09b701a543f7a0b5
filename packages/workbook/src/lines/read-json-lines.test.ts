import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesSource } from '../book-source.js';
import type { Cell } from '../cell.js';
import { type ReadJsonLinesOptions, readJsonLines } from './read-json-lines.js';

async function read(
  content: string | Uint8Array,
  { textColumns = [], ...options }: ReadJsonLinesOptions & { textColumns?: number[] } = {},
) {
  const bytes = Buffer.from(content);
  const pieceBytes = bytes.length > 10_000 ? 10_000 : 7;
  const openRange = async function* (start: number, end: number) {
    for (let at = start; at < end; at += pieceBytes)
      yield bytes.subarray(at, Math.min(at + pieceBytes, end));
  };
  const book = await readJsonLines({ ...bytesSource(bytes), openRange }, options);
  const [sheet] = book.sheets;
  const rows: Cell[][] = [];
  const numbers: number[] = [];
  const asked = { batchRows: 2, textColumns: new Set(textColumns) };
  for await (const batch of sheet.rows(asked)) {
    rows.push(...batch.rows);
    numbers.push(...batch.numbers);
  }
  return { header: sheet.header, rows, numbers, encoding: book.encoding };
}

test('names are the header, also one that only a later line has; a row is its line', async () => {
  expect(
    await read(
      '\ufeff{"sku":"a","price":1.5}\r\n\r\n  \n{ "note" : "茶\\n\\u8336" , "sku":"b"}\n{}',
    ),
  ).toEqual({
    header: ['sku', 'price', 'note'],
    rows: [
      ['a', 1.5, null],
      ['b', null, '茶\n茶'],
      [null, null, null],
    ],
    numbers: [1, 4, 5],
    encoding: 'utf-8',
  });
});

test.each([
  ['12345678901234567890', '12345678901234567890'],
  ['-0.1234567890123456', '-0.1234567890123456'],
  ['123456789012345', 123456789012345],
  ['1.50', 1.5],
  ['1200e-2', 12],
  ['0.00', 0],
  ['1e400', '1e400'],
  ['1e-400', '1e-400'],
])('the number %s keeps its digits', async (written, cell) => {
  expect((await read(`{"n":${written}}`)).rows).toEqual([[cell]]);
  expect((await read(`{"n":${written}}`, { textColumns: [0] })).rows).toEqual([[written]]);
});

test('true, false and null are values', async () => {
  const { rows } = await read('{"a":true,"b":false,"c":null,"__proto__":"x"}');
  expect(rows).toEqual([[true, false, null, 'x']]);
});

test('what is no single value is a problem of its cell', async () => {
  const { rows } = await read(
    '{"a":{"x":["}",1]},"b":[],"c":1,"c":"two"}\n{"a":"\\ud83c","b":"\\ud83c\\udf75"}',
  );
  expect(rows).toEqual([
    [
      { problem: 'nested_value', text: '{"x":["}",1]}' },
      { problem: 'nested_value', text: '[]' },
      { problem: 'repeated_name', text: 'two' },
    ],
    [{ problem: 'broken_character' }, '🍵', null],
  ]);
});

test.each([
  '{"a":1',
  '{"a":1}}',
  '{"a":1,}',
  '{a:1}',
  "{'a':1}",
  '{"a":01}',
  '{"a":+1}',
  '{"a":NaN}',
  '{"a" 1}',
  '{"a":1 "b":2}',
  '{"a":"x',
  '{"a":"\t"}',
  '{"a":"\\x"}',
  '{"a":[1}',
  '[1]',
  '"text"',
  '{"a":1},',
])('%s is told as a line that is no object, and the lines around it are read', async (line) => {
  expect(await read(`{"z":1}\n${line}\n{"z":2}`)).toMatchObject({
    header: ['z'],
    rows: [[1], [null, { problem: 'not_json', text: line }], [2]],
    numbers: [1, 2, 3],
  });
});

test('reads what JSON.stringify writes, and refuses what JSON.parse refuses', async () => {
  const value = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.boolean(),
    fc.constant(null),
  );
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), value, { minKeys: 1 }), async (object) => {
      const { header, rows } = await read(JSON.stringify(object));
      const read2 = Object.fromEntries(header.map((name, i) => [name, rows[0]?.[i] ?? null]));
      for (const [name, cell] of Object.entries(object))
        expect(typeof cell === 'number' ? Number(read2[name]) : read2[name]).toEqual(
          Object.is(cell, -0) ? 0 : cell,
        );
    }),
    { numRuns: 100 },
  );
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: fc.constantFrom(...'{}[]",:1e.\\ at') }), async (text) => {
      const line = `{"z":1${text}`;
      let isObject = true;
      try {
        JSON.parse(line);
      } catch {
        isObject = false;
      }
      const { rows } = await read(`{"z":1}\n${line}`);
      const [, last] = rows;
      const isRefused = JSON.stringify(last?.at(-1) ?? '').includes('not_json');
      if (isObject) expect(isRefused).toBe(false);
      else expect(isRefused || line.includes('[') || line.includes('{', 1)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('a line without an end is refused, and so are names without an end', async () => {
  await expect(read(`{"a":"${'x'.repeat(1_100_000)}"}`)).rejects.toMatchObject({
    code: 'record_too_large',
    place: { row: 1 },
  });
  const lines = Array.from({ length: 1_001 }, (_, i) => `{"n${i}":1}`).join('\n');
  await expect(read(lines)).rejects.toMatchObject({ code: 'bad_column', place: { row: 1_001 } });
});
