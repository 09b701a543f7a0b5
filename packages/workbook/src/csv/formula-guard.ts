/**
 * The mark that keeps a spreadsheet from running text as a formula, and its removal. Used by
 * writeCsv and readCsv.
 */

/** These characters start a formula, or hide its start (OWASP, CSV Injection). */
const FORMULA = /^'*[=+\-@\t\r]/;
const GUARDED = /^'+[=+\-@\t\r]/;
/** Excel's own way to keep `00123` as text in delimited text: a formula of one quoted text. */
const TEXT_FORMULA = /^="((?:[^"]|"")*)"$/;
/** `@` is the last of the characters that FORMULA starts with. */
const LAST_CODE = 0x40;
const [APOSTROPHE, EQUALS] = [0x27, 0x3d] as const;

/**
 * Puts one `'` before text that a spreadsheet would run. Text that already has apostrophes before
 * such a character gets one more, so `unguarded` restores every text.
 */
export const guarded = (text: string): string =>
  text.charCodeAt(0) <= LAST_CODE && FORMULA.test(text) ? `'${text}` : text;

/**
 * Removes the `'` that `guarded` put, and reads Excel's `="00123"` as the text `00123`. A file of
 * another program that means the apostrophe of `'=1` loses this apostrophe.
 */
export function unguarded(text: string): string {
  const first = text.charCodeAt(0);
  if (first === APOSTROPHE) return GUARDED.test(text) ? text.slice(1) : text;
  return first === EQUALS ? text.replace(TEXT_FORMULA, quotedText) : text;
}

const quotedText = (_: string, inner: string): string => inner.replaceAll('""', '"');
