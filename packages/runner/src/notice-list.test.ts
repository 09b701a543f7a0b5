import { MOST_NOTICES, NOTICES, noticeSentence } from '@longshore/contract';
import { expect, test } from 'vitest';
import { createNoticeList, namesInWords } from './notice-list.js';

test('equal notices are one, with their counts added', () => {
  const notices = createNoticeList();
  notices.add('hidden_rows_read', { sheet: 'A', count: 2 });
  notices.add('hidden_rows_read', { sheet: 'B', count: 1 });
  notices.add('hidden_rows_read', { sheet: 'A', count: 3 });
  notices.add('decimal_assumed', { decimal: ',' });
  notices.add('decimal_assumed', { decimal: ',' });
  expect(notices.list()).toEqual([
    { code: 'hidden_rows_read', values: { sheet: 'A', count: 5 } },
    { code: 'hidden_rows_read', values: { sheet: 'B', count: 1 } },
    { code: 'decimal_assumed', values: { decimal: ',' } },
  ]);
});

test('of too many the last says how many are not shown', () => {
  const notices = createNoticeList();
  for (let i = 1; i <= MOST_NOTICES; i += 1) notices.add('hidden_rows_read', { sheet: `${i}` });
  expect(notices.list()).toHaveLength(MOST_NOTICES);
  expect(notices.list().at(-1)?.code).toBe('hidden_rows_read');
  notices.add('hidden_rows_read', { sheet: 'one more' });
  expect(notices.list()).toHaveLength(MOST_NOTICES);
  expect(notices.list().at(-1)).toEqual({ code: 'more_notices', values: { count: 2 } });
});

test('names are listed in bounded length', () => {
  expect(namesInWords(['a', 'b'])).toBe('a, b');
  expect(namesInWords([`${'字'.repeat(41)}`])).toBe(`${'字'.repeat(40)}…`);
  expect(namesInWords(Array.from({ length: 11 }, (_, i) => `${i}`))).toBe(
    '0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …',
  );
});

test('one and several have sentences of their own in English', () => {
  const worded = (count: number) =>
    noticeSentence({ code: 'duplicates_first', values: { count } }, 'en');
  expect(worded(1)).toBe('1 row was left out: a row above it has the same key.');
  expect(worded(1_200)).toBe('1,200 rows were left out: a row above each has the same key.');
});

test('every sentence names its values in both languages alike', () => {
  const namesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  for (const [code, { en, zh }] of Object.entries(NOTICES)) {
    const other = typeof en === 'string' ? en : en.other;
    expect(namesIn(other), code).toEqual(namesIn(zh));
  }
});
