/** The page of forms that an import understands says what the code does. */
import { readFileSync } from 'node:fs';
import { ERROR_CODES, ROW_ISSUES } from '@longshore/contract';
import {
  columnsOf,
  createDateEvidence,
  createEvidence,
  labels,
  validateRow,
} from '@longshore/executors';
import { zoneInstant } from '@longshore/workbook/dates';
import { expect, test } from 'vitest';
import * as z from 'zod';

const PAGE = new URL('../../docs/what-longshore-understands.md', import.meta.url);
const page = readFileSync(PAGE, 'utf8');

const COLUMNS: Readonly<Record<string, z.core.$ZodType>> = {
  number: z.number(),
  integer: z.int(),
  decimal: z.string().meta({ numeric: true }),
  text: z.string(),
  boolean: z.boolean(),
  label: labels({ 1: { zh: '上架', en: 'On sale' } }),
  day: z.date().meta({ format: 'yyyy-mm-dd' }),
  moment: z.date().meta({ format: 'yyyy-mm-dd hh:mm:ss' }),
};

const section = (title: string): string => page.split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
const code = (cell = ''): string => /`(.*)`/.exec(cell)?.[1] ?? '';
const forms = section('Texts in cells')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, text, column = '', beside, becomes = '']) => ({
    text: code(text),
    column,
    beside: code(beside),
    becomes,
  }));

test('the page has forms for each kind of column', () => {
  expect(new Set(forms.map(({ column }) => column))).toEqual(new Set(Object.keys(COLUMNS)));
});

test.each(forms)('$text in a column of $column beside "$beside": $becomes', (form) => {
  const { text, column, beside, becomes } = form;
  const schema = COLUMNS[column];
  if (schema === undefined) throw new Error(`no column ${column}`);
  expect(outcome(z.object({ x: schema }), text, beside)).toBe(
    becomes.startsWith('refused') ? `refused: ${code(becomes)}` : code(becomes),
  );
});

function outcome(row: z.ZodObject, text: string, beside: string): string {
  const columns = columnsOf(row);
  const numbers = createEvidence();
  const dates = createDateEvidence();
  for (const one of [text, beside]) {
    numbers.observe(one);
    dates.observe(one);
  }
  const dateOrder = dates.decide();
  const instantOf = zoneInstant('Asia/Shanghai');
  const cell = columns[0]?.fromCell(text, { ...numbers.decide(), dateOrder, instantOf });
  const checked = validateRow({ row, columns }, { x: cell }, { row: 2 });
  if (!checked.valid) return `refused: ${checked.issues[0]?.code}`;
  const { x } = checked.value;
  return x instanceof Date ? x.toISOString() : JSON.stringify(x);
}

test('every code on the page is one of the product', () => {
  const codes = [...page.matchAll(/refused[^|\n]*?: ((?:`[a-z_]+`(?:, )?)+)/g)].flatMap(
    ([, list = '']) => [...list.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name ?? ''),
  );
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter((name) => !(name in ERROR_CODES) && !(name in ROW_ISSUES))).toEqual([]);
});
