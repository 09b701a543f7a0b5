/** JSON by the start of a text. Used by bookFormat. */

/** An object of which the first name stands in the line of its brace. */
const LINES = /^\s*\{[ \t]*(?:"(?:[^"\\\r\n]|\\.)*"[ \t]*:|\})/;
const DOCUMENT = /^\s*(?:\[\s*(?:[[{]|\][^\S\n]*(?:\n|$))|\{[ \t]*[\r\n])/;

/** `json_document`: a list of objects, or one object over several lines. Null: no JSON. */
export function jsonFormat(text: string): 'jsonl' | 'json_document' | null {
  if (LINES.test(text)) return 'jsonl';
  return DOCUMENT.test(text) ? 'json_document' : null;
}
