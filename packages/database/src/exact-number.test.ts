import { describe, expect, it } from 'vitest';
import { parseExact } from './exact-number.js';

describe('parseExact', () => {
  it('makes a number where no digit is lost, else keeps the text', () => {
    expect(['12.50', '-0.01', '123456789012345', '0.00000000000000000012'].map(parseExact)).toEqual(
      [12.5, -0.01, 123456789012345, 1.2e-19],
    );
    expect(['1234567890123456', '12345678901234.56'].map(parseExact)).toEqual([
      '1234567890123456',
      '12345678901234.56',
    ]);
    expect(parseExact('NaN')).toBeNaN();
  });

  it('does not count zeros at the end of a fraction', () => {
    expect(['123456.0000000000', '0.10000000000000000000'].map(parseExact)).toEqual([123456, 0.1]);
    expect(parseExact('1000000000000000000')).toBe('1000000000000000000');
  });
});
