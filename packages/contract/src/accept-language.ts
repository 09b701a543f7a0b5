/** The header Accept-Language (RFC 9110, 12.5.4): the languages of the person who calls. */
import { LANGUAGES, type Language } from './languages.js';

/** The languages that a task keeps; people list a few. */
const MOST_TAGS = 10;
/** BCP 47, without its rare forms. */
const TAG = /^[a-z]{2,8}(-[a-z0-9]{1,8}){0,4}$/i;

/** The language tags of Accept-Language, the best first, at most 10; what is no tag is left out. */
export const languageTags = (acceptLanguage: string | undefined): string[] =>
  [...new Set(wantedTags(acceptLanguage))].slice(0, MOST_TAGS);

/** The language a person asked for: the first of Accept-Language that we speak, else English. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = wantedTags(acceptLanguage).map((tag) => tag.split('-')[0]?.toLowerCase());
  const known = wanted.find((tag) => LANGUAGES.some((language) => language === tag));
  return LANGUAGES.find((language) => language === known) ?? 'en';
}

const wantedTags = (acceptLanguage = ''): string[] =>
  acceptLanguage
    .split(',')
    .map((part) => {
      const [tag = '', q] = part.trim().split(/\s*;\s*q=/i);
      return { tag, weight: q === undefined ? 1 : Number(q) };
    })
    .filter(({ tag, weight }) => weight > 0 && TAG.test(tag))
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
