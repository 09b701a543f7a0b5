/**
 * Names of sheets that Excel accepts: 1 to 31 characters, none of `[ ] : * ? / \`, no outer
 * apostrophe, each once whatever its case.
 */

const MAX_LENGTH = 31;
const FORBIDDEN = /[[\]:*?/\\\p{Cc}\p{Cs}\ufffe\uffff]/gu;
const RESERVED = 'history';

export class SheetNames {
  readonly #taken = new Set([RESERVED]);

  /** The wished name made legal: `_` for a forbidden character, ` (2)` when it is taken. */
  take(wish: string): string {
    const base = legal(wish);
    for (let copy = 1; ; copy += 1) {
      const suffix = copy === 1 ? '' : ` (${copy})`;
      const name = cut(base, MAX_LENGTH - suffix.length) + suffix;
      if (this.#taken.has(name.toLowerCase())) continue;
      this.#taken.add(name.toLowerCase());
      return name;
    }
  }
}

function legal(wish: string): string {
  const name = cut(wish.replace(FORBIDDEN, '_').trim(), MAX_LENGTH);
  return name.replace(/^'+|'+$/g, '').trim() || 'Sheet';
}

/** Never between the halves of a surrogate pair. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
