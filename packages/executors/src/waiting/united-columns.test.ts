/** Rows of one sheet that stand in several workbooks, under one header. */
import { expect, test } from 'vitest';
import * as z from 'zod';
import { columnsOf } from '../columns-of.js';
import type { PartLayout } from './rows-layout.js';
import { unitedPart } from './united-columns.js';

const columns = columnsOf(
  z.object({ sku: z.string(), price: z.number(), note: z.string().nullable() }),
);

/** `keys`: what each column feeds; '' nothing. */
const layout = (header: string[], keys: string[], over: Partial<PartLayout> = {}): PartLayout => ({
  sheetName: 'Sheet',
  fileName: null,
  namesProperties: false,
  header,
  width: header.length,
  refusesExtras: false,
  places: keys.flatMap((key, index) => (key === '' ? [] : [{ key, index }])),
  ...over,
});
const united = (first: PartLayout, ...others: PartLayout[]) => {
  const { part, takes } = unitedPart(1, [first, ...others], columns);
  return {
    names: part.columns.map(({ name }) => name),
    header: part.header,
    places: part.places.map(({ column: { key }, index }) => [key, index]),
    take: (upload: number, ...cells: (string | null)[]) => takes[upload]?.(cells),
  };
};

test('a later workbook has its columns elsewhere, and some that the first lacks', () => {
  const { header, places, take } = united(
    layout(['SKU', 'Price', 'Colour'], ['sku', 'price', '']),
    layout(['Colour', 'Remark', 'Cost', 'SKU', 'Size'], ['', 'note', 'price', 'sku', '']),
  );
  expect(header).toEqual(['SKU', 'Price', 'Colour', 'Remark', 'Size']);
  expect(places).toEqual([
    ['sku', 0],
    ['price', 1],
    ['note', 3],
  ]);
  expect(take(0, 'a', '1', 'red')).toEqual(['a', '1', 'red']);
  expect(take(1, 'blue', 'x', '2', 'b', 'XL')).toEqual(['b', '2', 'blue', 'x', 'XL']);
  expect(take(1, 'blue')).toEqual([null, null, 'blue']);
});

test('a header that another workbook reads as something else is another column', () => {
  const { names, places } = united(
    layout(['SKU', 'Price'], ['sku', 'price']),
    layout(['SKU', 'Price', 'Cost'], ['sku', '', 'price']),
  );
  expect(names).toEqual(['SKU', 'Price', 'Price (2)']);
  expect(places.slice(0, 2)).toEqual([
    ['sku', 0],
    ['price', 1],
  ]);
});

test('columns without a header are kept and not shown, equal headers are told apart', () => {
  const { names, take } = united(layout(['SKU', '', 'Note', 'note'], ['sku', '', '', '']));
  expect(names).toEqual(['SKU', null, 'Note', 'note (2)']);
  expect(take(0, 'a', 'b', 'c', 'd')).toEqual(['a', 'b', 'c', 'd']);
});

test('cells beyond the header stay beyond it, and are shown where they are refused', () => {
  const ragged = layout(['SKU'], ['sku'], { width: 3, refusesExtras: true });
  const { names, take } = united(ragged, layout(['SKU', 'Note'], ['sku', 'note']));
  expect(names).toEqual(['SKU', 'Note', '+1', '+2']);
  expect(take(0, 'a', 'x', 'y')).toEqual(['a', null, 'x', 'y']);
  expect(take(1, 'a', 'n')).toEqual(['a', 'n']);
  expect(united(layout(['SKU'], ['sku'], { width: 3 })).names).toEqual(['SKU']);
});

test('a property that no workbook has is read as blank behind all cells', () => {
  const behind = layout(['SKU'], ['sku']);
  const places = [...behind.places, { key: 'note', index: 1_000 }];
  expect(united({ ...behind, places }).places).toEqual([
    ['sku', 0],
    ['note', 1_000],
  ]);
});
