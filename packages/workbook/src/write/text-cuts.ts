/** Counts the texts of a workbook that were too long for a cell. */
import type { Notice } from '../notice.js';

export class TextCuts {
  #cells = 0;
  #sheet = '';
  #first = '';

  /** `ref`: the cell, as `B7`. */
  add(sheet: string, ref: string): void {
    if (this.#cells === 0) [this.#sheet, this.#first] = [sheet, ref];
    this.#cells += 1;
  }

  /** `text_cut` { sheet, count, first }; null when no text was cut. */
  get notice(): Notice | null {
    const values = { sheet: this.#sheet, count: this.#cells, first: this.#first };
    return this.#cells === 0 ? null : { code: 'text_cut', values };
  }
}
