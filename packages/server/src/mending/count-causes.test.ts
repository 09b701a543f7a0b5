/** Rows by cause, as their reader may see them. */
import { defineImport } from '@longshore/executors';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { CauseCounter } from './count-causes.js';
import { failedRowOut, rowReader } from './failed-row-out.js';
import { refuseGuess } from './list-failed-rows.js';

const executor = defineImport({
  type: 'pay',
  title: { en: 'Pay', zh: '工资' },
  row: z.object({
    name: z.string().meta({ header: 'Name' }),
    pay: z.number().meta({ header: 'Pay', mask: ({ role }) => role !== 'hr' }),
  }),
  save: async () => {},
});
const part = {
  number: 1,
  sheetName: 'Pay',
  fileName: null,
  namesProperties: false,
  refusesExtras: false,
  header: ['Name', 'Pay'],
  columns: executor.columns.map((column) => ({
    header: column.header,
    name: column.header,
    column,
  })),
  places: [],
};
const issueOf = (column: string | null, code: string) => ({
  row: 1,
  column,
  code,
  values: {},
  message: null,
});
const row = (
  number: number,
  cells: (string | null)[],
  ...issues: ReturnType<typeof issueOf>[]
) => ({
  place: { part: 1, row: number },
  part,
  cells,
  issues,
  ref: { taskId: 't', place: { part: 1, row: number } },
});
const table = {
  parts: [part],
  numbers: { decimal: null, isAmbiguous: false },
  dateOrders: {},
  async *rows() {},
};
const readerOf = (role: string | null) =>
  rowReader(executor, table, {
    caller: { owner: 'ann', role, tenant: null, claims: {} },
    language: 'en',
  });

function causes(rows: readonly ReturnType<typeof row>[], role: string | null = 'hr') {
  const counter = new CauseCounter(readerOf(role));
  for (const one of rows) counter.add(one);
  const { causes: all, otherIssues } = counter.list();
  return [...all.map(({ column, value, rows: count }) => [column, value, count]), otherIssues];
}

test('a value that is too long for an address tells no rows apart', () => {
  const bad = issueOf('Pay', 'not_a_number');
  const [long, longer] = ['x'.repeat(900), 'x'.repeat(1_000)];
  expect(causes([row(1, ['a', long], bad), row(2, ['a', long], bad)])).toEqual([
    ['Pay', long, 2],
    0,
  ]);
  expect(causes([row(1, ['a', longer], bad), row(2, ['a', longer], bad)])).toEqual([
    ['Pay', undefined, 2],
    0,
  ]);
});

test('values that several rows share are causes of their own, others are one', () => {
  const bad = issueOf('Pay', 'not_a_number');
  expect(causes(['x', 'x', 'y'].map((text, i) => row(i, ['a', text], bad)))).toEqual([
    ['Pay', 'x', 2],
    ['Pay', 'y', 1],
    0,
  ]);
  expect(causes(['x', 'y', 'z'].map((text, i) => row(i, ['a', text], bad)))).toEqual([
    ['Pay', undefined, 3],
    0,
  ]);
  const many = Array.from({ length: 60 }, (_, i) => row(i, ['a', `v${i % 30}`], bad));
  expect(causes(many)).toEqual([['Pay', undefined, 60], 0]);
});

test('a row counts once for a cause, and a row as a whole has no value', () => {
  const whole = issueOf(null, 'totals_row');
  expect(causes([row(1, ['a', 'x'], whole, whole)])).toEqual([[null, undefined, 1], 0]);
});

test('values of a masked column are neither shown nor told apart, nor guessed', () => {
  const bad = issueOf('Pay', 'not_a_number');
  const rows = ['x', 'x', 'y'].map((text, i) => row(i, ['a', text], bad));
  expect(causes(rows, null)).toEqual([['Pay', undefined, 3], 0]);
  expect(failedRowOut(row(1, ['a', 'x'], bad), readerOf(null))).toMatchObject({
    cells: { Name: 'a', Pay: '•••' },
    issues: [{ column: 'Pay', value: null }],
  });
  expect(failedRowOut(row(1, ['a', null], bad), readerOf(null)).cells.Pay).toBeNull();
  const guess = { code: 'not_a_number', column: 'Pay', value: 'x' };
  expect(() => refuseGuess(guess, table, readerOf(null))).toThrow('not valid');
  expect(() => refuseGuess(guess, table, readerOf('hr'))).not.toThrow();
});
