import { expect, test } from 'vitest';
import { builtInFormat } from './built-in-formats.js';
import { isDateFormat, SHOWN, shownAs, showsTime } from './number-format.js';

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

test('built-in formats that stand for dates, times of day and lengths of time', () => {
  const ids = [0, 2, 13, 14, 22, 23, 36, 45, 46, 47, 49, 58];
  expect(ids.filter((id) => isDateFormat(builtInFormat(id)))).toEqual([14, 22, 36, 45, 47, 58]);
  expect([14, 22, 21, 46, 2].map((id) => shownAs(builtInFormat(id)))).toEqual([
    SHOWN.day,
    SHOWN.moment,
    SHOWN.time,
    SHOWN.duration,
    SHOWN.number,
  ]);
});

test.each([
  ['yyyy-mm', SHOWN.day],
  ['mmm h:mm', SHOWN.moment],
  ['mm:ss.0', SHOWN.time],
  ['h:mm AM/PM', SHOWN.time],
  ['[$-F400]h:mm:ss AM/PM', SHOWN.time],
  ['[mm]:ss', SHOWN.duration],
  ['0.00;[Red]-0.00', SHOWN.number],
])('%s stands for kind %i', (format, kind) => {
  expect(shownAs(format)).toBe(kind);
});

test('a format may show the day alone', () => {
  expect(['yyyy-mm-dd', 'yyyy-mm-dd hh:mm', 'd "of" mmm'].map(showsTime)).toEqual([
    false,
    true,
    false,
  ]);
});
