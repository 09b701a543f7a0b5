import { expect, test } from 'vitest';
import { DATABASE_REFUSALS, type DatabaseRefusal, refusalSentence } from './browser.js';

test('a refusal is worded in the language, with the columns when the server told them', () => {
  expect(refusalSentence('duplicate', 'en')).toBe('exists already');
  expect(refusalSentence('duplicate', 'en', { columns: 'shop, sku' })).toBe(
    'exists already (shop, sku)',
  );
  expect(refusalSentence('value_missing', 'zh', { columns: 'price' })).toBe(
    '缺少数据库必填的值（price）',
  );
});

test.each(Object.keys(DATABASE_REFUSALS) as DatabaseRefusal[])(
  'the sentence of %s needs no value, and is Chinese in zh',
  (refusal) => {
    expect(refusalSentence(refusal, 'en')).toMatch(/^[a-z ]+$/);
    expect(refusalSentence(refusal, 'zh')).toMatch(/^\p{Script=Han}+$/u);
  },
);
