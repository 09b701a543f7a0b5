import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBlank, plainDecimal, toText } from './cell-text.js';

describe('plainDecimal', () => {
  it('writes any number with all its digits and no exponent', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const text = plainDecimal(number);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(text)).toBe(number + 0);
      }),
    );
  });

  it('knows both ends', () => {
    expect([536365, 1e21, -1.5e-7, 1.25e22].map(plainDecimal)).toEqual([
      '536365',
      '1000000000000000000000',
      '-0.00000015',
      '12500000000000000000000',
    ]);
  });
});

describe('toText', () => {
  it('reads as the cell looks', () => {
    expect(
      [true, false, new Date('2026-01-31'), new Date('2026-01-31T08:05:09Z'), 12.5].map(toText),
    ).toEqual(['TRUE', 'FALSE', '2026-01-31', '2026-01-31 08:05:09', '12.5']);
  });
});

describe('isBlank', () => {
  it('is true for nothing and for spaces of any width', () => {
    expect([null, '', ' \t\n', '　'].map(isBlank)).toEqual([true, true, true, true]);
    expect([0, false, 'x'].map(isBlank)).toEqual([false, false, false]);
  });
});
