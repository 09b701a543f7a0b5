import type { FileLayout, TypeInfo } from '@longshore/contract/browser';
import { expect, test } from 'vitest';
import {
  choiceOfRow,
  headersOf,
  missingOf,
  optionsOf,
  proposedChoice,
  withKey,
} from './column-choice.js';

const column = (key: string, required = true): TypeInfo['columns'][number] => ({
  key,
  header: key,
  title: { en: key, zh: key },
  required,
  kind: 'text',
  isDay: false,
  labels: null,
  labelTitles: null,
  isMasked: false,
});
const columns = [column('sku'), column('price'), column('note', false)];

const layout: FileLayout = {
  sheets: ['List', 'Old'],
  sheet: 'List',
  headerRow: 3,
  rows: [
    { row: 3, cells: ['Articel', 'Prise', '', 'price *', 'PRICE', `${'x'.repeat(80)}…`] },
    { row: 1, cells: ['Price list'] },
    { row: 5, cells: ['b', '2', '', '', ''] },
    { row: 4, cells: ['a', '', '', '7', ''] },
  ],
  proposed: { Prise: 'price', 'price *': 'price' },
};

test('headers are shown once, with what stands below them; cut ones cannot be chosen', () => {
  expect(headersOf(layout, 3)).toEqual([
    { text: 'Articel', sample: 'a' },
    { text: 'Prise', sample: '2' },
    { text: 'price *', sample: '7' },
  ]);
  expect(headersOf(layout, 1)).toEqual([{ text: 'Price list', sample: 'Articel' }]);
});

test('a proposal gives a property one column', () => {
  expect(proposedChoice(layout)).toEqual({
    sheet: 'List',
    headerRow: 3,
    keys: { Articel: '', Prise: 'price', 'price *': '' },
  });
  expect(choiceOfRow(layout, 1)).toEqual({ headerRow: 1, keys: { 'Price list': '' } });
});

test('required columns are missing until a header leads to them', () => {
  const choice = proposedChoice(layout);
  expect(missingOf(choice, columns).map(({ key }) => key)).toEqual(['sku']);
  expect(missingOf(withKey(choice, 'Articel', 'sku'), columns)).toEqual([]);
  const moved = withKey(choice, 'price *', 'price');
  expect(moved.keys).toEqual({ Articel: '', Prise: '', 'price *': 'price' });
});

test('a choice becomes options; another sheet is read by itself', () => {
  const choice = withKey(proposedChoice(layout), 'Articel', 'sku');
  expect(optionsOf(choice, layout)).toEqual({
    headerRow: 3,
    mapping: { Articel: 'sku', Prise: 'price', 'price *': null },
  });
  expect(optionsOf({ ...choice, sheet: 'Old' }, layout)).toEqual({ sheet: 'Old' });
});
