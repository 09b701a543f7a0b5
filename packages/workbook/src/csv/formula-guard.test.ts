import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guarded, unguarded } from './formula-guard.js';

test.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx'])('%j is guarded', (text) => {
  expect(guarded(text)).toBe(`'${text}`);
});

test.each(['a=1', "'a", ' =1', '中', '', '1-1'])('%j stays as it is', (text) => {
  expect(guarded(text)).toBe(text);
});

const anyText = fc.oneof(
  fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '"', 'a') }),
  fc.string(),
);

test('no guarded text starts with a formula, and the guard is undone exactly', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(guarded(text)).not.toMatch(/^[=+\-@\t\r]/);
      expect(unguarded(guarded(text))).toBe(text);
    }),
  );
});

test.each([
  ['="00123"', '00123'],
  ['="say ""hi"""', 'say "hi"'],
  ['=""', ''],
  ['="a"&"b"', '="a"&"b"'],
  ['=1+1', '=1+1'],
])('Excel’s text formula %j reads as %j', (text, value) => {
  expect(unguarded(text)).toBe(value);
});
