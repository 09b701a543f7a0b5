/**
 * Languages of the product's own sentences. English and Chinese stand where a sentence is used;
 * another language is one file of `languages`, and says in English what it has no words for.
 */

/** Languages that a task may have. */
export const LANGUAGES = ['en', 'zh', 'de', 'ja'] as const;
/** One of `LANGUAGES`. */
export type Language = (typeof LANGUAGES)[number];

/** A sentence of the product, in the languages that stand beside each other. */
export type Sentence = Readonly<Record<'en' | 'zh', string>>;

/** Words of a business: in English and Chinese, and in any other language that it likes. */
export type InLanguages<T = string> = { readonly en: T; readonly zh: T } & {
  readonly [language in Language]?: T;
};

/** Words of a business in a language; where it has none, the English ones. */
export const inLanguage = <T>(words: Given<T>, language: Language): T =>
  words[language] ?? words.en;

type Given<T> = { readonly en: T } & {
  readonly [language in Language]?: NoInfer<T> | undefined;
};

/** Whether blanks stand between the words and sentences of a language. */
export const isSpaced = (language: Language): boolean => language !== 'zh' && language !== 'ja';

/** `a, b`; `a, b, …` where there are more. */
export function listedIn(language: Language, names: readonly string[], hasMore = false): string {
  const [comma, more] = isSpaced(language) ? [', ', ', …'] : ['、', '……'];
  return names.join(comma) + (hasMore ? more : '');
}
