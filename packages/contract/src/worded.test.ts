import { expect, test } from 'vitest';
import { ALARM_CAUSES } from './alarm-causes.js';
import { DATABASE_REFUSALS, OF_COLUMNS } from './database-refusals.js';
import { ERROR_CODES } from './error-codes.js';
import { LANGUAGES, type Language } from './languages.js';
import { MESSAGES, message, PHASE_NAMES } from './messages.js';
import { NOTICES, noticeSentence } from './notices.js';
import { ROW_ISSUES, rowIssueSentence } from './row-issues.js';
import { allWorded, TRANSLATIONS, valueInAll, worded } from './worded.js';

type Entry = { readonly en: string | Readonly<Record<string, string>>; readonly zh: string };

const SECTIONS: Readonly<Record<string, Readonly<Record<string, Entry>>>> = {
  errors: ERROR_CODES,
  messages: MESSAGES,
  phases: PHASE_NAMES,
  notices: NOTICES,
  alarms: ALARM_CAUSES,
  refusals: { ...DATABASE_REFUSALS, of_columns: OF_COLUMNS },
  rows: ROW_ISSUES,
};

/** Every sentence by its key, in English and Chinese. */
const SENTENCES = Object.entries(SECTIONS).flatMap(([section, entries]) =>
  Object.entries(entries).flatMap(([code, { en, zh }]) =>
    typeof en === 'string'
      ? [{ key: `${section}.${code}`, en, zh }]
      : Object.entries(en).map(([form, one]) => ({
          key: `${section}.${code}.${form}`,
          en: one,
          zh,
        })),
  ),
);
const KEYS = new Set(SENTENCES.map(({ key }) => key));
const places = (text: string) => new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
const conditions = (text: string) => [...text.matchAll(/\{(\w+)\|/g)].map(([, name]) => `${name}`);

const OPEN = Object.entries(TRANSLATIONS);

test.each(OPEN)('%s has a sentence for every key, and no other keys', (_, translations) => {
  expect(SENTENCES.filter(({ key }) => !translations.get(key)?.trim())).toEqual([]);
  const keys = [...translations.keys()].filter((key) => /^[a-z]+\.\w/.test(key));
  expect(keys.filter((key) => !KEYS.has(key))).toEqual([]);
  expect(new Set(translations.keys())).toEqual(new Set(TRANSLATIONS.de.keys()));
});

test.each(OPEN)('%s names the values that English names', (_, translations) => {
  for (const { key, en } of SENTENCES) {
    const text = translations.get(key) ?? '';
    expect(places(text), key).toEqual(places(en));
    for (const name of conditions(text)) expect(conditions(en), key).toContain(name);
  }
});

test.each(OPEN)('%s names the values in its words of files', (_, translations) => {
  const words = [...translations].filter(([key]) => !KEYS.has(key));
  expect(words.length).toBeGreaterThan(50);
  for (const [en, text] of words)
    expect([places(text), text.trim()], en).toEqual([places(en), expect.stringMatching(/./)]);
});

test('a sentence is said in each language, with the numbers of the language', () => {
  const told = (language: Language) =>
    message('runningRowsOf', language, { done: 1, total: 12_000 });
  expect(LANGUAGES.map(told)).toEqual([
    '1 of 12,000 rows',
    '已处理 1 / 12,000 行',
    '1 von 12.000 Zeilen',
    '12,000 行中 1 行',
  ]);
  const left = (language: Language) =>
    noticeSentence({ code: 'more_notices', values: { count: 1 } }, language);
  expect([left('de'), left('ja')]).toEqual([
    '1 weiterer Hinweis wird nicht angezeigt.',
    'ほかに 1 件のお知らせがあります。',
  ]);
});

test('what a language lacks is said in English, and never empty', () => {
  expect(worded({ en: 'Not translated', zh: '未翻译' }, 'de')).toBe('Not translated');
  const words = { code: 'own', values: {}, message: { en: 'is unknown', zh: '未知' } };
  expect(rowIssueSentence(words, 'ja')).toBe('is unknown');
  expect(rowIssueSentence({ ...words, message: { ...words.message, ja: '不明' } }, 'ja')).toBe(
    '不明',
  );
});

test('a table of words is translated as a whole', () => {
  const tables = {
    en: { row: 'Row', states: { failed: 'x' } },
    zh: { row: '行', states: { failed: '败' } },
  };
  expect(allWorded(tables, 'de')).toEqual({ row: 'Zeile', states: { failed: 'x' } });
  expect(allWorded(tables, 'zh')).toBe(tables.zh);
});

test('a value may have words in every language', () => {
  expect(valueInAll('phase', (language) => `in ${language}`)).toEqual({
    phase: 'in en',
    'phase.zh': 'in zh',
    'phase.de': 'in de',
    'phase.ja': 'in ja',
  });
});
