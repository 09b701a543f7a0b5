/** The encoder writes what the ordinary writer writes, byte for byte. */
import { expect, test } from 'vitest';
import type { WriteCell } from '../index.js';
import { bothWays, compareWays } from '../testing/both-ways.js';

const columns = [{ header: 'a' }, { header: 'b', format: 'yyyy-mm-dd hh:mm' }, { header: 'c' }];

test('random cells are the same in both ways', async () => {
  for (let seed = 0; seed < 40; seed += 1) await compareWays(seed, 1_000);
}, 60_000);

const same = async (rows: readonly (readonly WriteCell[])[]): Promise<void> => {
  const [encoded, plain] = await bothWays(() => ({ name: 'S', columns, rows: [rows] }));
  expect(encoded.equals(plain)).toBe(true);
};

test('rows of every length are the same, blank ones too', () =>
  same([[], [null], ['x'], [null, null, 'z'], [null, null, null, 'undeclared', 5], [], []]));

test('numbers at the borders of what digits tell are the same', () => {
  const edges = [0, -0, 0.1, 0.29, 1.005, 2 ** 53, 2 ** 53 + 2, 1e15 + 0.5, 1e21, 5e-324, 0.000001];
  return same(edges.flatMap((n) => [[n], [-n]]));
});

test('dates at the borders of serials are the same', () => {
  const days = [
    '1899-12-31',
    '1900-01-01',
    '1900-02-28',
    '1900-03-01',
    '9999-12-31',
    '+010000-01-01',
  ];
  const moments = days.flatMap((day) => [`${day}T00:00:00Z`, `${day}T23:59:59.999Z`]);
  return same(moments.map((moment) => [new Date(moment), new Date(moment)]));
});

test('texts at the borders of 16 characters are the same', () => {
  const texts = Array.from({ length: 70 }, (_, length) => 'abcdefghij'.repeat(7).slice(0, length));
  const marks = [
    '&',
    '"',
    '<',
    '>',
    '_',
    '_x',
    '\r',
    '\n',
    'é',
    '中',
    '😀',
    '\ud800',
    '\ufffe',
    ' ',
  ];
  return same(texts.flatMap((text) => marks.map((mark) => [text + mark, mark + text, text])));
});

test('two sheets that are written at the same time are the same', async () => {
  const rows = (mark: string) => Array.from({ length: 5_000 }, (_, i) => [`${mark} ${i}`]);
  await Promise.all(['left', 'right'].map((mark) => same(rows(mark))));
});

test('a row beyond the columns of the encoder is the same, and a cell of 32,767 characters of each kind', async () => {
  await same([Array.from({ length: 1_100 }, (_, i) => i)]);
  await same(['&', '中', '\u0001', 'x', 'é'].map((mark) => [mark.repeat(32_767)]));
  await same([Array.from({ length: 40 }, (_, i) => `${i}`.repeat(16_000))]);
});
