/** Styles of whole columns (ECMA-376 part 1, 18.3.1.13 col), for cells that name no style. */
import { MAX_COLUMNS } from '../column-letters.js';
import { attributesOf } from './xml-attributes.js';
import type { XmlTokens } from './xml-tokens.js';

export class ColumnStyles {
  #styles: Uint32Array | null = null;
  #next = 0;

  /** Of the column with this index; 0 when nothing is said about the column. */
  of(column: number): number {
    return this.#styles?.[column] ?? 0;
  }

  /** Reads the `col` tag at hand; tags run from left to right. */
  read(tokens: XmlTokens): void {
    const attributes = attributesOf(tokens);
    const [min, max, style] = ['min', 'max', 'style'].map((name) =>
      Number(attributes.get(name) ?? 0),
    );
    if (!(style && min && max && min > this.#next)) return;
    this.#next = Math.min(max, MAX_COLUMNS);
    this.#styles ??= new Uint32Array(MAX_COLUMNS);
    this.#styles.fill(style, min - 1, this.#next);
  }
}
