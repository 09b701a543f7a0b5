import { expect, test } from 'vitest';
import { editedText, mendOf, type RowEdits, withEdit, withoutRows } from './row-edits.js';

const row = (number: number) => ({
  row: number,
  cells: { Price: 1.5, Status: 'sold', Note: null },
  issues: [],
});
const NONE: RowEdits = new Map();

test('a cell shows its edit, and what is as it was is no edit', () => {
  const one = withEdit(NONE, row(2), { column: 'Price', text: '2' });
  expect(editedText(one, row(2), 'Price')).toBe('2');
  expect(editedText(one, row(2), 'Status')).toBe('sold');
  expect(editedText(one, row(3), 'Price')).toBe('1.5');
  expect(editedText(NONE, row(2), 'Note')).toBe('');
  const both = withEdit(one, row(2), { column: 'Note', text: 'x' });
  expect(mendOf(both).rows).toEqual([{ row: 2, values: { Price: '2', Note: 'x' } }]);
  const back = withEdit(both, row(2), { column: 'Price', text: '1.5' });
  expect(mendOf(back).rows).toEqual([{ row: 2, values: { Note: 'x' } }]);
  expect(withEdit(back, row(2), { column: 'Note', text: '' }).size).toBe(0);
});

test('rows of several sheets are told apart, and those that were saved are forgotten', () => {
  const here = { ...row(2), sheet: 'here' };
  const edits = withEdit(withEdit(NONE, row(2), { column: 'Price', text: '7' }), here, {
    column: 'Price',
    text: '8',
  });
  expect(mendOf(edits).rows).toEqual([
    { row: 2, values: { Price: '7' } },
    { row: 2, sheet: 'here', values: { Price: '8' } },
  ]);
  const left = withoutRows(edits, { rows: [{ row: 2, sheet: 'here', values: {} }] });
  expect(mendOf(left).rows).toEqual([{ row: 2, values: { Price: '7' } }]);
});

test('a call takes a thousand rows, the next call the others', () => {
  let edits = NONE;
  for (let i = 0; i < 1_001; i++)
    edits = withEdit(edits, row(i + 1), { column: 'Note', text: 'x' });
  const first = mendOf(edits);
  expect(first.rows).toHaveLength(1_000);
  expect(mendOf(withoutRows(edits, first)).rows).toEqual([{ row: 1_001, values: { Note: 'x' } }]);
});
