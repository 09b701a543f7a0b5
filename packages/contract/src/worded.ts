/** The product's own sentences in a language: Chinese, or a translation of the English one. */

import { de } from './languages/de/index.js';
import { ja } from './languages/ja/index.js';
import { LANGUAGES, type Language, type Sentence } from './languages.js';

/**
 * Translations by the key of a sentence (`errors.slot_taken`), of single words by the English word.
 * What is missing is said in English.
 */
export type Translations = ReadonlyMap<string, string>;

/** The languages that have a file of their own. */
export const TRANSLATIONS: Readonly<Record<Exclude<Language, 'en' | 'zh'>, Translations>> = {
  de: new Map(Object.entries(de)),
  ja: new Map(Object.entries(ja)),
};

/** A sentence in a language, with its `{names}`. */
export function worded(sentence: Sentence, language: Language, key = sentence.en): string {
  if (language === 'en' || language === 'zh') return sentence[language];
  return TRANSLATIONS[language].get(key) ?? sentence.en;
}

/** Words by name, and groups of these. */
interface NamedWords {
  readonly [name: string]: string | NamedWords;
}

const WORDED = new WeakMap<object, Map<Language, unknown>>();

/** A whole table of words in a language. */
export function allWorded<Table extends object>(
  tables: { readonly en: Table; readonly zh: Table },
  language: Language,
): Table {
  if (language === 'en' || language === 'zh') return tables[language];
  const known = WORDED.get(tables) ?? new Map<Language, unknown>();
  WORDED.set(tables, known);
  const table = known.get(language) ?? translated(tables.en as NamedWords, TRANSLATIONS[language]);
  known.set(language, table);
  return table as Table; // the same names, with other words
}

const translated = (words: NamedWords, translations: Translations): NamedWords =>
  Object.fromEntries(
    Object.entries(words).map(([name, word]) => [
      name,
      typeof word === 'string' ? (translations.get(word) ?? word) : translated(word, translations),
    ]),
  );

/** A value in every language, for a sentence that names it: `name`, `name.zh` and so on. */
export const valueInAll = (
  name: string,
  inLanguage: (language: Language) => string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    LANGUAGES.map((language) => [
      language === 'en' ? name : `${name}.${language}`,
      inLanguage(language),
    ]),
  );
