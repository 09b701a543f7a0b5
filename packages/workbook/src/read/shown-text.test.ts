/**
 * Formats and texts by ECMA-376 part 1, 18.8.30 and 18.8.31; SheetJS' formatter agrees with most.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import sheetjs from 'xlsx';
import { shownIn } from './shown-text.js';

/** What both show alike. */
const AGREED: readonly (readonly [format: string, value: number, text: string])[] = [
  ['General', 7, '7'],
  ['General', -0.5, '-0.5'],
  ['0', 7.5, '8'],
  ['0', -7.4, '-7'],
  ['000', 7, '007'],
  ['00000', 123456, '123456'],
  ['0000-000', 1234567, '1234-567'],
  ['000-00-0000', 12345678, '012-34-5678'],
  ['0.00', 2.5, '2.50'],
  ['0.00', 0.125, '0.13'],
  ['0.##', 2.5, '2.5'],
  ['0.##', 5, '5.'],
  ['#.##', 0.5, '.5'],
  ['#,##0.00', 1234567.891, '1,234,567.89'],
  ['#,##0', 999, '999'],
  ['#,##0,', 1234567, '1,235'],
  ['0.0,,"M"', 1234567, '1.2M'],
  ['0%', 0.125, '13%'],
  ['0.00%', 0.125, '12.50%'],
  ['0.00E+00', 12345.678, '1.23E+04'],
  ['0.00E+00', 0.00012, '1.20E-04'],
  ['##0.0E+0', 12345, '12.3E+3'],
  ['0.0E+0', 9.99, '1.0E+1'],
  ['0 "pcs"', 3, '3 pcs'],
  ['\\N\\o 0', 3, 'No 3'],
  ['"A"000', 7, 'A007'],
  ['0;(0);"-"', 5, '5'],
  ['0;(0);"-"', -5, '(5)'],
  ['0;(0);"-"', 0, '-'],
  ['[Red]0.0;[Blue]-0.0', -1.25, '-1.3'],
  ['[$€-407]0.00', 1.5, '€1.50'],
  ['[$¥-804]#,##0.00', 1234.5, '¥1,234.50'],
  ['[<=9999999]###-####;(###) ###-####', 5551234, '555-1234'],
  ['[<=9999999]###-####;(###) ###-####', 2125551234, '(212) 555-1234'],
  ['h:mm', 0.375, '9:00'],
  ['hh:mm', 0.375, '09:00'],
  ['hh:mm:ss', 0.545208333333, '13:05:06'],
  ['h:mm AM/PM', 0.75, '6:00 PM'],
  ['h:mm A/P', 0, '12:00 A'],
  ['[h]:mm:ss', 1.5208333333, '36:30:00'],
  ['[h]:mm', 2.25, '54:00'],
  ['[mm]:ss', 0.0625, '90:00'],
  ['[ss]', 0.001, '86'],
  ['mm:ss.0', 0.00070601851, '01:01.0'],
  ['yyyy-mm-dd', 45351, '2024-02-29'],
  ['yyyy/m/d h:mm', 45351.5, '2024/2/29 12:00'],
  ['d-mmm-yy', 45351, '29-Feb-24'],
  ['dddd, mmmm d, yyyy', 45351, 'Thursday, February 29, 2024'],
  ['ddd mmmmm', 45351, 'Thu F'],
  ['yyyy"年"m"月"d"日"', 45351, '2024年2月29日'],
  ['[$-409]mmm d', 45351, 'Feb 29'],
  ['"yes";"no"', 7, 'yes'],
  ['"yes";"no"', -7, 'no'],
  ['0;;', -3, ''],
  [';;;', 7, ''],
  ['0;-0;;@', 0, ''],
  ['yyyy-mm-dd', 0, '1900-01-00'],
  ['yyyy-mm-dd', 60, '1900-02-29'],
  ['dddd', 61, 'Thursday'],
  ['?/?', 1.5, '3/2'],
];

test.each(AGREED)('%s shows %d as %j', (format, value, text) => {
  expect(shownIn(format, false)(value)).toBe(text);
  expect(sheetjs.SSF.format(format, value)).toBe(text);
});

test.each([
  ['General', 3.3000000000000003, '3.3'],
  ['General', 123456789012345, '123456789012345'],
  ['General', 1e21, '1E+21'],
  ['General', 1e-7, '1E-07'],
  ['@', 701, '701'],
  ['0.00', 1.005, '1.01'],
  ['_(* #,##0.00_);_(* \\(#,##0.00\\)', -12.5, '(12.50)'],
  ['上午/下午h"时"mm"分"', 0.75, '下午6时00分'],
  ['# ?/?', 0.5, '1/2'],
  ['# ?/?', 7, '7'],
  ['# ?/?', -7.5, '-7 1/2'],
  ['# ??/??', 0.0625, '1/16'],
  ['# ?/8"in"', 2.5, '2 4/8in'],
  ['0 ?/?', 0.25, '0 1/4'],
  ['# ?/?', 1.999, '2'],
  ['# ?/? ?/?', 0.5, '0.5'],
  ['[=1]"male";[=2]"female"', 1, 'male'],
  ['yyyy-mm-dd;@', -7.5, '-7.5'],
  ['aaaa', 45351, '2024-02-29'],
  ['[$-804]mmmm d', 45351, '2024-02-29'],
  ['[DBNum1]yyyy', 45351, '2024-02-29'],
  ['ggge', 45351.5, '45351.5'],
  ['yyyy-mm-dd', 20240131, '20240131'],
  ['yyyy-mm-dd', -1, '-1'],
  ['hh:mm:ss', 0.999999999, '00:00:00'],
])('%s shows %d as %j, by rules of its own', (format, value, text) => {
  expect(shownIn(format, false)(value)).toBe(text);
});

test('dates of 1904', () => {
  expect(shownIn('yyyy-mm-dd', true)(0)).toBe('1904-01-01');
});

test('no format fails, whatever its signs', () => {
  const signs = fc.constantFrom(
    ...'0#?.,%eE+-ymdhsg/8[]"\\_*;@ap$€ '.split(''),
    'General',
    'AM/PM',
  );
  fc.assert(
    fc.property(
      fc.array(signs, { maxLength: 12 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (format, value) => {
        expect(typeof shownIn(format.join(''), false)(value)).toBe('string');
      },
    ),
  );
});
