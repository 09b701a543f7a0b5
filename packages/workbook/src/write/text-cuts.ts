/** Counts the texts of a workbook that were too long for a cell. */
import type { Notice } from '../notice.js';

export interface CutState {
  readonly cells: number;
  readonly sheet: string;
  readonly first: string;
}

export class TextCuts {
  #cells = 0;
  #sheet = '';
  #first = '';

  /** `ref`: the cell, as `B7`. */
  add(sheet: string, ref: string): void {
    if (this.#cells === 0) [this.#sheet, this.#first] = [sheet, ref];
    this.#cells += 1;
  }

  /** As JSON can hold it, for a writer that goes on. */
  get state(): CutState {
    return { cells: this.#cells, sheet: this.#sheet, first: this.#first };
  }

  restore({ cells, sheet, first }: CutState): void {
    [this.#cells, this.#sheet, this.#first] = [cells, sheet, first];
  }

  /** `text_cut` { sheet, count, first }; null when no text was cut. */
  get notice(): Notice | null {
    const values = { sheet: this.#sheet, count: this.#cells, first: this.#first };
    return this.#cells === 0 ? null : { code: 'text_cut', values };
  }
}
