/**
 * Notices: what a person should know about a task although nothing failed. Runners collect them as
 * code and values; whoever shows a notice words it.
 */
import type { Language } from './languages.js';
import { fill, type MessageValues } from './messages.js';

/** Every notice, with its sentence in en and zh. */
export const NOTICES = {
  decimal_assumed: {
    en: 'Numbers written as text were read with the decimal sign {decimal}.',
    zh: '文本形式的数字按小数点“{decimal}”读取。',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

/** A code of NOTICES. */
export type NoticeCode = keyof typeof NOTICES;

/** One notice of a task, as the runner reports it and the ledger keeps it. */
export interface Notice {
  readonly code: NoticeCode;
  /** Fill the `{names}` of the sentence. */
  readonly values: MessageValues;
}

/** A task keeps at most so many notices. */
export const MOST_NOTICES = 20;

/** The sentence of a notice in a language. */
export const noticeSentence = ({ code, values }: Notice, language: Language): string =>
  fill(NOTICES[code][language], values, language);
