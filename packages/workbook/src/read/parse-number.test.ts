import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNumber } from './parse-number.js';

const parsed = (text: string): number => parseNumber(Buffer.from(`x${text}x`), 1, text.length + 1);

test('every double reads as itself, in any notation', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      for (const text of [String(value), value.toExponential(), value.toPrecision(17)])
        expect(parsed(text)).toBe(Number(text));
    }),
  );
});

test('decimals of any length are rounded as JavaScript rounds them', () => {
  const anyDecimal = fc
    .tuple(fc.stringMatching(/^-?\d{1,20}$/), fc.stringMatching(/^\d{0,30}$/))
    .map(([whole, fraction]) => `${whole}.${fraction}`);
  fc.assert(
    fc.property(anyDecimal, (text) => {
      expect(parsed(text)).toBe(Number(text));
    }),
  );
});

test.each([
  '',
  '-',
  '.',
  '-.',
  'abc',
  '1,5',
  '0x10',
  '1e',
  'Infinity',
  'NaN',
  '--1',
  '1.2.3',
  '1e999',
  '-1e999',
])('%j is no number', (text) => {
  expect(parsed(text)).toBeNaN();
});
