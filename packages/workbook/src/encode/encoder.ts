/**
 * The areas of one encoder, and its packed bytes. An encoder serves one sheet at a time, and then
 * the next one.
 */
import { CELL, COLUMN } from './cell-types.js';
import { type EncoderExports, newEncoder } from './encoder-module.js';

/** Encoders that wait for a sheet; each has some MiB. */
const MAX_IDLE = 4;
const idle: Encoder[] = [];

/** Markup of the cells of a column, by the kind of the value. */
export interface EncodedColumn {
  readonly before: Uint8Array;
  readonly text: Uint8Array;
  readonly spacedText: Uint8Array;
  readonly number: Uint8Array;
  readonly boolean: Uint8Array;
  readonly date: Uint8Array;
}

/** Bytes of the markup of a column, and of a markup; the last one holds the length. */
const [START_BYTES, MARKUP_BYTES] = [16, 64];
/** Kinds of markup that a column has room for. */
const COLUMN_MARKUPS = 8;

export class Encoder {
  readonly wasm: EncoderExports;
  readonly maxCells: number;
  readonly maxRows: number;
  readonly maxText: number;
  readonly maxValueBytes: number;
  readonly maxRaw: number;
  readonly types: Uint8Array;
  readonly numbers: Float64Array;
  readonly rowCells: Uint32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly kinds: Uint8Array;
  readonly places: Uint16Array;
  readonly #bytes: Buffer;
  readonly #markups = new Map<string, number>();
  /** 1: the column's markup is known. */
  readonly known: Uint8Array;

  /** One that waits, or a new one. */
  static take(): Encoder {
    const encoder = idle.pop() ?? new Encoder();
    encoder.wasm.reset();
    encoder.clearColumns();
    return encoder;
  }

  private constructor() {
    const wasm = newEncoder();
    const { buffer } = wasm.memory;
    this.wasm = wasm;
    this.maxCells = wasm.MAX_CELLS.value;
    this.maxRows = wasm.MAX_ROWS.value;
    this.maxText = wasm.TEXT_UNITS.value;
    this.maxValueBytes = wasm.VALUE_BYTES.value;
    this.maxRaw = wasm.RAW_BYTES.value;
    this.types = new Uint8Array(buffer, wasm.TYPES.value, this.maxCells);
    this.numbers = new Float64Array(buffer, wasm.NUMBERS.value, this.maxCells);
    this.rowCells = new Uint32Array(buffer, wasm.ROW_CELLS.value, this.maxRows);
    this.starts = new Int32Array(buffer, wasm.STARTS.value, this.maxCells);
    this.ends = new Int32Array(buffer, wasm.ENDS.value, this.maxCells);
    this.kinds = new Uint8Array(buffer, wasm.COLUMN_KINDS.value, wasm.MAX_COLUMNS.value);
    this.places = new Uint16Array(buffer, wasm.COLUMN_PLACES.value, wasm.MAX_COLUMNS.value);
    this.known = new Uint8Array(wasm.MAX_COLUMNS.value);
    this.#bytes = Buffer.from(buffer);
  }

  /** For another sheet. */
  giveBack(): void {
    if (idle.length < MAX_IDLE) idle.push(this);
  }

  clearColumns(): void {
    this.#markups.clear();
    this.known.fill(0);
    this.kinds.fill(COLUMN.typed);
  }

  /** A column for which there is no room, or none of whose size, has odd cells only. */
  addColumn(index: number, { before, ...kinds }: EncodedColumn): void {
    const { text, spacedText, number, boolean, date } = kinds;
    const indexes = [text, spacedText, number, boolean, date].map((markup) => this.#markup(markup));
    if (index >= this.known.length || indexes.includes(-1)) return;
    const { COLUMN_STARTS: starts, COLUMN_MARKUPS: markups } = this.wasm;
    this.#put(starts.value + index * START_BYTES, before, START_BYTES);
    this.#bytes.set(indexes, markups.value + index * COLUMN_MARKUPS);
    this.known[index] = 1;
  }

  #markup(markup: Uint8Array): number {
    const text = Buffer.from(markup).toString('latin1');
    const known = this.#markups.get(text);
    if (known !== undefined) return known;
    const index = this.#markups.size;
    if (index === this.wasm.MAX_MARKUPS.value || markup.length >= MARKUP_BYTES) return -1;
    this.#markups.set(text, index);
    this.#put(this.wasm.MARKUPS.value + index * MARKUP_BYTES, markup, MARKUP_BYTES);
    return index;
  }

  #put(address: number, markup: Uint8Array, size: number): void {
    this.#bytes.set(markup, address);
    this.#bytes[address + size - 1] = markup.length;
  }

  /** Texts of the cells in their order. */
  setText(text: string): void {
    this.#bytes.write(text, this.wasm.TEXT.value, 'utf16le');
  }

  setValues(bytes: Buffer, start: number, end: number): void {
    bytes.copy(this.#bytes, this.wasm.VALUES.value, start, end);
  }

  /** XML of at most `maxRaw` bytes. */
  setRaw(xml: Uint8Array): void {
    this.#bytes.set(xml, this.wasm.RAW.value);
  }

  /** All cells of a row are given as XML. */
  setOddRow(cells: number): void {
    this.kinds.fill(COLUMN.typed);
    this.types.fill(CELL.odd, 0, cells);
  }

  /** Bytes of XML since the reset; beyond 2 GiB WebAssembly's number looks negative. */
  xmlLength(): number {
    return this.wasm.xmlLength() >>> 0;
  }

  /** The XML of the open block; valid until the block is packed. */
  block(): Buffer {
    const start = this.wasm.blockAddress();
    return this.#bytes.subarray(start, start + this.wasm.blockLength());
  }

  /** A copy of what was packed. */
  packed(length: number): Buffer {
    const start = this.wasm.PACKED.value;
    const copy = Buffer.allocUnsafeSlow(length);
    this.#bytes.copy(copy, 0, start, start + length);
    return copy;
  }
}
