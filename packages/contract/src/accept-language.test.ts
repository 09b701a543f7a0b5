import { expect, test } from 'vitest';
import { languageOf, languageTags } from './browser.js';

test.each([
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['en-US,en;q=0.9,zh;q=0.8', 'en'],
  ['fr;q=1, zh;q=0.5', 'zh'],
  ['en;q=0, zh;q=0.1', 'zh'],
  ['ZH-tw', 'zh'],
  ['fr, de-AT;q=0.9, en;q=0.8', 'de'],
  ['ja-JP', 'ja'],
  ['den', 'en'],
  ['fr', 'en'],
  ['', 'en'],
  [undefined, 'en'],
])('Accept-Language %s is answered in %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});

test.each([
  ['ja,en-US;q=0.9,en;q=0.8', ['ja', 'en-US', 'en']],
  ['en;q=0.5, ru-RU, ru ; q=0.8, de;q=0', ['ru-RU', 'ru', 'en']],
  ['zh-Hant-HK', ['zh-Hant-HK']],
  ['en, en, *, ../x, e, <script>, zh_CN', ['en']],
  [undefined, []],
])('the tags of %s are %j', (header, tags) => {
  expect(languageTags(header)).toEqual(tags);
});

test('a long list is cut', () => {
  const header = Array.from({ length: 500 }, (_, i) => `aa-x${i}`).join(',');
  expect(languageTags(header)).toHaveLength(10);
});
