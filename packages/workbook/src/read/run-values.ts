/** The value of a cell that a run holds: what CellValues and CellChecks say of the same bytes. */
import type { Cell } from '../cell.js';
import { asciiString, utf16String } from './byte-strings.js';
import { type CellRuns, FOUND } from './cell-runs.js';
import type { CellTag } from './cell-tag.js';
import { type CellValues, isVisibleStart } from './cell-value.js';
import { TEXTS_READ_COLUMN, UNREAD_COLUMN } from './number-value.js';
import { parseNumber } from './parse-number.js';
import type { RowTag } from './row-tag.js';

export interface RunValuesOptions {
  readonly runs: CellRuns;
  readonly values: CellValues;
  readonly cellTag: CellTag;
  /** Of the row at hand. */
  readonly rowTag: RowTag;
}

export class RunValues {
  readonly #runs: CellRuns;
  readonly #values: CellValues;
  readonly #cellTag: CellTag;
  readonly #rowTag: RowTag;

  constructor({ runs, values, cellTag, rowTag }: RunValuesOptions) {
    this.#runs = runs;
    this.#values = values;
    this.#cellTag = cellTag;
    this.#rowTag = rowTag;
  }

  /** Of the cell with this index; null when it is blank. */
  of(index: number): Cell {
    const runs = this.#runs;
    switch (runs.kinds[index]) {
      case FOUND.number:
        return this.#number(index, runs.numbers[index] ?? 0);
      case FOUND.digits:
        return this.#digits(index);
      case FOUND.shared:
        return this.#values.sharedText(runs.numbers[index] ?? 0);
      case FOUND.boolean:
        return runs.numbers[index] === 1;
      case FOUND.latin:
        return this.#isChecked(index) || this.#latin(index);
      case FOUND.wide:
        return this.#isChecked(index) || this.#wide(index);
      case FOUND.inlineLatin:
        return this.#latin(index);
      default:
        return this.#wide(index);
    }
  }

  #latin(index: number): string {
    const { bytes, starts, ends } = this.#runs;
    return asciiString(bytes, starts[index] ?? 0, ends[index] ?? 0);
  }

  #wide(index: number): string {
    const { bytes, starts, ends } = this.#runs;
    return utf16String(bytes, starts[index] ?? 0, ends[index] ?? 0);
  }

  #style(index: number): number {
    const { styles, columns } = this.#runs;
    return this.#cellTag.styleOf(columns[index] ?? 0, styles[index] ?? -1, this.#rowTag.style);
  }

  /** A check does not make the text. */
  #isChecked(index: number): boolean {
    const { starts, ends, firsts } = this.#runs;
    if (!this.#cellTag.isCheck || starts[index] === ends[index]) return false;
    const style = this.#style(index);
    const isUnread = style >= UNREAD_COLUMN && style < TEXTS_READ_COLUMN;
    return isUnread && isVisibleStart(firsts[index] ?? 0);
  }

  #number(index: number, number: number): Cell {
    const style = this.#style(index);
    if (style >= UNREAD_COLUMN) return true;
    const { bytes, starts, ends } = this.#runs;
    return this.#values.numbers.valueOf(number, style, bytes, starts[index] ?? 0, ends[index] ?? 0);
  }

  #digits(index: number): Cell {
    const { bytes, starts, ends } = this.#runs;
    const [start, end] = [starts[index] ?? 0, ends[index] ?? 0];
    const number = parseNumber(bytes, start, end);
    return Number.isNaN(number) ? asciiString(bytes, start, end) : this.#number(index, number);
  }
}
