import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDecimal, parseNumber } from './parse-number.js';

describe('parseNumber', () => {
  it('takes numbers written as text, in full width, with groups', () => {
    expect(
      ['12', ' 12.50 ', '-3', '+4', '.5', '１２．５', '1,234,567.8', '1e3'].map((text) =>
        parseNumber(text),
      ),
    ).toEqual([12, 12.5, -3, 4, 0.5, 12.5, 1234567.8, 1000]);
  });

  it('gives back what is no number', () => {
    for (const cell of ['12a', '1,23,4', '1 2', '', '0x10', 'Infinity', true])
      expect(parseNumber(cell)).toBe(cell);
  });

  it('takes currency, brackets, a minus behind, percent and narrow or quoted groups', () => {
    const meant: [string, number][] = [
      ['¥1,234.50', 1234.5],
      ['￥１，２３４，５６７', 1234567],
      ['-$5', -5],
      ['$-5', -5],
      ['USD 1,000.0', 1000],
      ['12.5 €', 12.5],
      ['12 CNY', 12],
      ['HK$80', 80],
      ['(1,234.50)', -1234.5],
      ['($5.00)', -5],
      ['$(5.00)', -5],
      ['12.5-', -12.5],
      ['\u22123.5', -3.5],
      ['12.5%', 0.125],
      ['1.1 %', 0.011],
      ['-７％', -0.07],
      ['1\u202f234\u202f567', 1234567],
      ['1\u00a0234.5', 1234.5],
      ["1'234'567.8", 1234567.8],
      ['1’234', 1234],
    ];
    expect(meant.map(([text]) => [text, parseNumber(text)])).toEqual(meant);
  });

  it('gives back what is written as no number is', () => {
    for (const text of [
      "1,234'567",
      '1,23,456',
      '(-5)',
      '--5',
      '-5-',
      '(5',
      '5)',
      '$5 USD',
      '$5%',
      '5 % %',
      '1e3%',
      '$',
      '%',
      '()',
      '5 pieces',
      '2026-01-31',
    ])
      expect(parseNumber(text)).toBe(text);
  });

  it('reads every form of an amount as the same amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999_999 }), (cents) => {
        const amount = cents / 100;
        const grouped = amount.toLocaleString('en-US', { minimumFractionDigits: 2 });
        const forms = [grouped, `¥${grouped}`, `${grouped} EUR`, grouped.replaceAll(',', "'")];
        for (const form of forms) expect(parseNumber(form)).toBe(amount);
        for (const form of [`(${grouped})`, `${grouped}-`, `-¥${grouped}`])
          expect(parseNumber(form)).toBe(-amount);
      }),
    );
  });

  it('is the way back from String for every finite number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(parseNumber(String(number))).toBe(number + 0);
      }),
    );
  });
});

describe('digits that a number does not hold', () => {
  it('are refused in a number column, however they are written', () => {
    for (const text of [
      '12345678901234567.89',
      '12,345,678,901,234,567.89',
      '9007199254740993',
      '-0.12345678901234567891',
      '1234567890.123456789%',
    ])
      expect(parseNumber(text)).toEqual({ problem: 'too_many_digits', text });
  });

  it('do not count where they are zeros, or where the number prints all of them', () => {
    expect(
      [
        '123456.0000000000',
        '0.3000000000000000',
        '3.3000000000000003',
        '100000000000000000000',
        '0.00000000000000000012',
      ].map((text) => parseNumber(text)),
    ).toEqual([123456, 0.3, 3.3000000000000003, 1e20, 1.2e-19]);
  });
});

describe('parseDecimal', () => {
  it('keeps all digits of a text', () => {
    const meant: [string, string][] = [
      ['12345678901234567890.10', '12345678901234567890.10'],
      ['-¥12,345,678,901,234,567.89', '-12345678901234567.89'],
      ['(0.12345678901234567891)', '-0.12345678901234567891'],
      ['12345678901234567.5%', '123456789012345.675'],
      ['1.2345678901234567891e3', '1234.5678901234567891'],
      ['1.50', '1.5'],
      ['0012', '12'],
      ['.5', '0.5'],
      ['-0.00', '0'],
      ['100', '100'],
    ];
    expect(meant.map(([text]) => [text, parseDecimal(text)])).toEqual(meant);
  });

  it('follows the decimal sign of the file', () => {
    const comma = { decimal: ',', isAmbiguous: false } as const;
    expect(parseDecimal('12.345.678.901.234.567,89', comma)).toBe('12345678901234567.89');
    expect(parseDecimal('1,234')).toEqual({ problem: 'ambiguous_number', text: '1,234' });
  });

  it('takes number cells while they hold their digits', () => {
    expect([1.5, -0, 1e-7, 123456789012345, 0.1].map((cell) => parseDecimal(cell))).toEqual([
      '1.5',
      '0',
      '0.0000001',
      '123456789012345',
      '0.1',
    ]);
    expect(parseDecimal(1234567890123456)).toEqual({
      problem: 'digits_lost',
      text: '1234567890123456',
    });
  });

  it('refuses what is no number', () => {
    for (const cell of ['cheap', '1e999', 'NaN', true, new Date(0)])
      expect(parseDecimal(cell)).toEqual({ problem: 'not_a_number' });
  });
});
