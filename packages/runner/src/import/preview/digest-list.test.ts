/** Digests of rows: written in reading order, read page by page. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiskStore } from '@longshore/storage';
import { afterAll, expect, test } from 'vitest';
import { DigestList, writeDigests } from './digest-list.js';
import type { SeenState } from './preview-chunk.js';

const directory = mkdtempSync(join(tmpdir(), 'longshore-digests-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const store = createDiskStore({ directory });
const objectOf = (name: string) => ({
  key: `digests/${name}`,
  store,
  signal: new AbortController().signal,
});

/** Two parts; every third row is not there. */
const PARTS = 2;
const ROWS_OF_PART = 10_000;
const places = Array.from({ length: PARTS * ROWS_OF_PART }, (_, i) => ({
  part: 1 + Math.floor(i / ROWS_OF_PART),
  row: 2 + (i % ROWS_OF_PART),
}));
const isThere = (i: number) => i % 3 !== 0;
const stateOf = (i: number) => BigInt(i) * -7_777_777_777n;
const isSame = (i: number) => i % 2 === 0;

async function written(name: string): Promise<DigestList> {
  const writer = writeDigests(objectOf(name));
  for (let from = 0; from < places.length; from += 999) {
    const states = places.slice(from, from + 999).flatMap((place, k): SeenState[] => {
      const i = from + k;
      return isThere(i) ? [{ place, state: stateOf(i), isSame: isSame(i) }] : [];
    });
    await writer.add(states);
  }
  await writer.end();
  await writer.close();
  return new DigestList(objectOf(name));
}

const rowsAsTheyWere = (from: number, to: number) =>
  places.slice(from, to).map((place, k) => ({
    place,
    state: isThere(from + k) ? stateOf(from + k) : null,
  }));
const expected = (from: number, to: number) =>
  places
    .slice(from, to)
    .map((_, k) => (isThere(from + k) && isSame(from + k) ? 'same' : 'unchanged'));

test('every row is found as it was, also from the middle on, and again', async () => {
  const list = await written('all');
  for (const [from, to] of [
    [0, 5_000],
    [5_000, 20_000],
    [15_000, 20_000],
    [0, 10],
    [9_990, 10_010],
  ] as const)
    expect(await list.compare(rowsAsTheyWere(from, to))).toEqual(expected(from, to));
  const late = await written('late');
  expect(await late.compare(rowsAsTheyWere(19_000, 19_010))).toEqual(expected(19_000, 19_010));
});

test('a row that came, went or is another one is told', async () => {
  const list = await written('changed');
  const rows = places.map((place, i) => ({ place, state: isThere(i) ? stateOf(i) + 1n : 5n }));
  expect(new Set(await list.compare(rows))).toEqual(new Set(['changed']));
  const gone = places.map((place) => ({ place, state: null }));
  const since = await list.compare(gone);
  expect(since.filter((one) => one === 'changed')).toHaveLength(
    places.filter((_, i) => isThere(i)).length,
  );
});

test('a list without entries knows of no row', async () => {
  const writer = writeDigests(objectOf('none'));
  await writer.add([]);
  await writer.end();
  const list = new DigestList(objectOf('none'));
  const place = { part: 1, row: 2 };
  expect(await list.compare([{ place, state: null }])).toEqual(['unchanged']);
  expect(await list.compare([{ place, state: 1n }])).toEqual(['changed']);
});

test('a list that is gone is no empty one', async () => {
  const list = new DigestList(objectOf('never-written'));
  await expect(list.compare([{ place: { part: 1, row: 2 }, state: null }])).rejects.toMatchObject({
    code: 'file_gone',
  });
});
