import { expect, test } from 'vitest';
import { isBuiltInDate, isDateFormat, showsTime } from './number-format.js';

test.each([
  'yyyy-mm-dd',
  'd/m/yy h:mm',
  '[$-409]mmm d',
  'yyyy"年"m"月"d"日"',
  'h:mm AM/PM',
  '[Red]dd.mm',
  'mm:ss.0',
  'yyyy-mm-dd;@',
])('%s shows a moment', (format) => {
  expect(isDateFormat(format)).toBe(true);
});

test.each([
  'General',
  '0.00',
  '#,##0',
  '0.00E+00',
  '@',
  '"days" 0',
  '\\d0',
  '[h]:mm:ss',
  '[$¥-804]#,##0.00',
  '_-* #,##0_-',
  '0_d',
  'Standard',
])('%s shows none', (format) => {
  expect(isDateFormat(format)).toBe(false);
});

test('built-in dates', () => {
  expect([0, 2, 13, 14, 22, 23, 45, 46, 47, 49].filter(isBuiltInDate)).toEqual([14, 22, 45, 47]);
});

test('a format may show the day alone', () => {
  expect(['yyyy-mm-dd', 'yyyy-mm-dd hh:mm', 'd "of" mmm'].map(showsTime)).toEqual([
    false,
    true,
    false,
  ]);
});
