import { expect, test } from 'vitest';
import { ROW_ISSUES, rowIssueSentence } from './browser.js';

const sentences = (code: string, values = {}, message: string | null = null) =>
  (['en', 'zh'] as const).map((language) => rowIssueSentence({ code, values, message }, language));

test('an issue is worded in the language of who reads it', () => {
  expect(sentences('too_small', { limit: '0', inclusive: 1 })).toEqual([
    'must be >= 0',
    '必须大于或等于 0',
  ]);
  expect(sentences('too_big', { limit: '1000', inclusive: 0 })).toEqual([
    'must be < 1000',
    '必须小于 1000',
  ]);
  expect(sentences('unknown_label', { labels: 'On, Off', 'labels.zh': '上架、下架' })).toEqual([
    'must be one of On, Off',
    '必须是：上架、下架',
  ]);
});

test('one is one, and others are many', () => {
  expect([0, 1, 2, 1_000].map((limit) => sentences('too_long', { limit })[0])).toEqual([
    'must have at most 0 characters',
    'must have at most 1 character',
    'must have at most 2 characters',
    'must have at most 1,000 characters',
  ]);
});

test('the database says why, and in which columns', () => {
  expect(sentences('refused_by_database', { refusal: 'duplicate', columns: 'sku' })).toEqual([
    'exists already (sku)',
    '已存在（sku）',
  ]);
});

test("an author's own words stay as they came, in one language or in each", () => {
  expect(sentences('too_small', {}, 'give {more}')).toEqual(['give {more}', 'give {more}']);
  const message = { en: 'is unknown', zh: '未知' };
  expect(rowIssueSentence({ code: 'unknown_category', values: {}, message }, 'zh')).toBe('未知');
});

test('a reason without words is the sentence of its code', () => {
  const issue = JSON.parse('{"code":"required","values":{}}');
  expect(rowIssueSentence(issue, 'en')).toBe('required');
});

test('a code that this version does not know is told as not valid', () => {
  expect(sentences('of_a_later_version')).toEqual(['is not valid', '无效']);
  expect(sentences('toString')).toEqual(['is not valid', '无效']);
});

test('both languages fill the same values', () => {
  const names = (text: string) =>
    [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))].sort();
  for (const [code, { en, zh }] of Object.entries(ROW_ISSUES))
    expect(names(zh), code).toEqual(names(en));
});
