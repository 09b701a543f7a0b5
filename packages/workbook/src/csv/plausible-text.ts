/**
 * Whether text that was decoded by a supposed encoding looks as people of its region write. Used by
 * detectEncoding: text of another encoding mostly shows foreign letters, symbols inside words, or
 * characters that are rare in names.
 */
import { isMostlyCommon } from './common-characters.js';
import type { SuggestedEncoding } from './language-encodings.js';

/** Controls, unassigned characters, and characters for private use: no text holds these. */
const NEVER = /(?![\t-\r])\p{Cc}|[\ufffd\p{Co}\p{Cn}]/u;
/** Runs of letters and of what is beyond ASCII. */
const WORDS = /[\p{L}\p{M}\u0080-\u{10ffff}]+/gu;
const BEYOND_ASCII = /[^\p{ASCII}]/u;
const SYMBOL = /[\xa0-\xbf×÷–—―‘’‚“”„…‹›€™№\u3000-\u303f\uff01-\uff5e\uffe0-\uffe6]/gu;
const LETTER_SYMBOL = /[ªµº]|[\uff21-\uff3a\uff41-\uff5a]/gu;
const SYMBOL_IN_WORD = /\p{L}[^\p{L}\p{M}\p{N}\p{ASCII}’·・]\p{Ll}/u;
/** A symbol that stands alone or beside a number; `²`, `³` and `°` may follow a letter. */
const SYMBOL_AT_WORD =
  /[\xa0\xa2-\xa9\xac-\xb6\xb8\xb9\xbc-\xbe×÷]\p{L}|\p{L}[\xa0\xa2-\xa9\xac-\xaf\xb1\xb4-\xb6\xb8\xb9\xbc-\xbe×÷]/u;
/** `caFÉ`: a small letter before a capital one, one of them beyond ASCII. */
const CAPITAL_IN_WORD = /\p{Ll}(?![A-Z])\p{Lu}|(?![a-z])\p{Ll}\p{Lu}/u;
/** An opening quote behind a letter, dots before one; a dash with a letter on one side only. */
const MARK_AT_WORD = /\p{L}[“„‚‘«‹¿¡]|[…™]\p{L}|\p{L}[–—](?!\p{L})|(?<!\p{L})[–—]\p{L}/u;
const ODD = [SYMBOL_IN_WORD, SYMBOL_AT_WORD, MARK_AT_WORD, CAPITAL_IN_WORD];
const LETTER_BEYOND_ASCII = /(?!\p{ASCII})\p{L}/u;
/** Accented letters of DOS and Mac look like quotes and dashes, which alone prove nothing. */
const NO_SIGN = /[^\p{ASCII}€£¥¢§©®°±²³]/u;
/** Of the words beyond ASCII; a name of another country is among thousands. */
const MOST_ODD = 0.02;

/**
 * Whether the person's own language could have written the text, another one of its region, or
 * none.
 */
export type Plausibility = 'own' | 'region' | 'none';

export function plausibility(text: string, suggested: SuggestedEncoding): Plausibility {
  if (NEVER.test(text)) return 'none';
  const words = (text.match(WORDS) ?? []).filter((word) => BEYOND_ASCII.test(word));
  const all = words.join('');
  if (!LETTER_BEYOND_ASCII.test(all) && NO_SIGN.test(all)) return 'none';
  if (!isMostlyCommon(all, suggested.encoding)) return 'none';
  const fits = (alphabet: RegExp): boolean =>
    words.filter((word) => isOdd(word, alphabet)).length <= words.length * MOST_ODD;
  if (suggested.ownAlphabet !== null && fits(suggested.ownAlphabet)) return 'own';
  return suggested.otherAlphabets.some(fits) ? 'region' : 'none';
}

function isOdd(word: string, alphabet: RegExp): boolean {
  if (ODD.some((odd) => odd.test(word))) return true;
  return !alphabet.test(word.replace(SYMBOL, '').replace(LETTER_SYMBOL, ''));
}
