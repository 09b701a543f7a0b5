import { deepStrictEqual } from 'node:assert';
import { expect, test } from 'vitest';
import { keepPrinted, printedText } from './printed.js';

test('an object keeps its text, and is the same in every other way', () => {
  const printed = '2026-01-31 08:05:00.123456+00';
  const date = keepPrinted(new Date('2026-01-31T08:05:00.123Z'), printed);
  expect(printedText(date)).toBe(printed);
  expect(printedText(new Date(date))).toBeUndefined();
  deepStrictEqual(date, new Date('2026-01-31T08:05:00.123Z'));
  deepStrictEqual(keepPrinted([1, null], '{1,NULL}'), [1, null]);
});

test('a value that is no object has no text beside itself', () => {
  expect(keepPrinted('infinity', 'infinity')).toBe('infinity');
  expect(keepPrinted(null, 'null')).toBeNull();
});
