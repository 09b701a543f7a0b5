/**
 * Cells on their way into the encoder's areas: each gets a type, its number or the length of its
 * text; texts are joined, and copied once. The hot path of exports whose rows are values.
 */
import type { ByteRows, CellWriter, WriteCell } from '../cell.js';
import { END_DATE_MS, FIRST_DATE_MS } from '../serial-date.js';
import type { RowSource } from '../write/row-source.js';
import { MAX_TEXT_LENGTH, type RowWriter } from '../write/row-writer.js';
import type { CellMarkup } from '../write/sheet-column.js';
import { CELL, COLUMN } from './cell-types.js';
import type { Encoder } from './encoder.js';

/** Few enough that the cells of values stay in the processor's cache. */
const MAX_ROWS = 256;
/** UTF-16 units of text after which no further row is begun. */
const ENOUGH_TEXT = 64 * 1024;

export class WaitingCells implements CellWriter {
  readonly #encoder: Encoder;
  readonly #writer: RowWriter;
  readonly #markups: (CellMarkup | undefined)[] = [];
  #text = '';
  #cell = 0;
  /** Values of a row that are bytes, and the offset of the first one. */
  #rowValues = 0;
  #valuesStart = 0;

  constructor(encoder: Encoder, writer: RowWriter) {
    this.#encoder = encoder;
    this.#writer = writer;
  }

  /** Takes rows from index `from` on, at least one; returns how many. */
  fill(batch: RowSource['batch'], from: number, most: number): number {
    this.#text = '';
    this.#cell = 0;
    this.#rowValues = 0;
    this.#valuesStart = 0;
    return 'writeCell' in batch
      ? this.#fillBytes(batch, from, most)
      : this.#fillValues(batch, from, most);
  }

  begin(firstRow: number, count: number): void {
    this.#encoder.setText(this.#text);
    this.#encoder.wasm.beginRows(firstRow, count, this.#rowValues, this.#valuesStart);
  }

  #fillValues(batch: readonly (readonly WriteCell[])[], from: number, most: number): number {
    const { maxCells, rowCells, kinds } = this.#encoder;
    const end = Math.min(batch.length, from + Math.min(most, MAX_ROWS));
    kinds.fill(COLUMN.typed);
    let at = from;
    for (; at < end && this.#text.length < ENOUGH_TEXT; at += 1) {
      const row = batch[at] ?? [];
      if (at > from && this.#cell + row.length > maxCells) break;
      this.#writer.checkWidth(row.length, at - from + 1);
      rowCells[at - from] = row.length;
      for (let column = 0; column < row.length; column += 1) this.#add(column, row[column]);
    }
    return at - from;
  }

  #add(column: number, cell: WriteCell | undefined): void {
    const { types, numbers, known } = this.#encoder;
    const at = this.#cell;
    this.#cell = at + 1;
    if (cell === null || cell === undefined) types[at] = CELL.blank;
    else if (known[column] !== 1) types[at] = CELL.odd;
    else if (typeof cell === 'string') {
      const fits =
        cell.length <= MAX_TEXT_LENGTH && this.#text.length + cell.length <= this.#encoder.maxText;
      types[at] = fits ? CELL.text : CELL.odd;
      if (!fits) return;
      numbers[at] = cell.length;
      this.#text += cell;
    } else if (typeof cell === 'number') {
      types[at] = CELL.number;
      numbers[at] = cell;
    } else if (typeof cell === 'boolean') {
      types[at] = CELL.boolean;
      numbers[at] = cell ? 1 : 0;
    } else if (cell instanceof Date) this.#addDate(at, column, cell.getTime());
    else types[at] = CELL.odd;
  }

  #addDate(at: number, column: number, moment: number): void {
    const { types, numbers } = this.#encoder;
    const offset = this.#markupOf(column)?.offset ?? null;
    const ms = offset === null || Number.isNaN(moment) ? moment : moment + offset(moment);
    types[at] = ms >= FIRST_DATE_MS && ms < END_DATE_MS ? CELL.date : CELL.odd;
    numbers[at] = ms;
  }

  #markupOf(column: number): CellMarkup | undefined {
    const markup = this.#markups[column] ?? this.#writer.markupOf(column);
    this.#markups[column] = markup;
    return markup;
  }

  #fillBytes(batch: ByteRows, from: number, most: number): number {
    const { width } = batch;
    this.#writer.checkWidth(width, 1);
    const count = this.#takeValues(batch, from, Math.min(most, batch.length - from));
    this.#encoder.rowCells.fill(width, 0, Math.max(count, 1));
    if (count === 0) this.#encoder.setOddRow(width);
    else this.#fillTyped(batch, from, count);
    return Math.max(count, 1);
  }

  /** Copies the values of as many rows as there is room for; returns how many. */
  #takeValues({ values, width }: ByteRows, from: number, most: number): number {
    const { maxCells, maxRows, maxValueBytes } = this.#encoder;
    const { bytes, rowValues, starts, ends } = values;
    const startOf = (row: number): number => (row === 0 ? 0 : (ends[row * rowValues - 1] ?? 0));
    const cells = Math.max(rowValues, width, 1);
    let count = Math.min(most, maxRows, Math.floor(maxCells / cells));
    while (count > 0 && startOf(from + count) - startOf(from) > maxValueBytes) count >>= 1;
    const [first, last] = [from * rowValues, (from + count) * rowValues];
    this.#encoder.setValues(bytes, startOf(from), startOf(from + count));
    this.#encoder.starts.set(starts.subarray(first, last));
    this.#encoder.ends.set(ends.subarray(first, last));
    this.#rowValues = rowValues;
    this.#valuesStart = startOf(from);
    return count;
  }

  #fillTyped(batch: ByteRows, from: number, count: number): void {
    const { kinds, places, types, known } = this.#encoder;
    const typed: number[] = [];
    for (let column = 0; column < batch.width; column += 1) {
      const direct = batch.values.columns[column] ?? null;
      if (direct === null || known[column] !== 1) typed.push(column);
      if (column >= kinds.length) continue;
      kinds[column] = direct === null || known[column] !== 1 ? COLUMN.typed : COLUMN[direct.kind];
      places[column] = direct?.place ?? 0;
    }
    if (typed.length === 0) return;
    types.fill(CELL.blank, 0, count * batch.width);
    for (let row = 0; row < count; row += 1)
      for (const column of typed) {
        this.#cell = row * batch.width + column;
        this.#column = column;
        batch.writeCell(from + row, column, this);
      }
  }

  /** Of the cell that a row in bytes is asked for. */
  #column = 0;

  value(cell: WriteCell): void {
    this.#add(this.#column, cell);
  }

  text(): void {
    this.#encoder.types[this.#cell] = CELL.odd;
  }

  number(): void {
    this.#encoder.types[this.#cell] = CELL.odd;
  }
}
