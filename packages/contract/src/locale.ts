/** The language and the time zone of a person: how a task words and shows what it writes. */
import type { Language } from './languages.js';

/** Whose sentences, headers and wall clock a task uses. */
export interface Locale {
  readonly language: Language;
  /** IANA zone. */
  readonly timeZone: string;
}
