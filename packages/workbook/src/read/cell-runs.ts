/**
 * Runs of rows and cells in their usual forms, found by WebAssembly in the bytes at hand. The run
 * ends before the first odd element, which the sheet parser reads token by token. A reader serves
 * one sheet at a time, and then the next one.
 */
import type { ReadLimits } from '../limits.js';
import { newReader, type ReaderExports } from './reader-module.js';

/** What was found, as assembly/reader/found.ts; texts of `is` are two further. */
export const FOUND = {
  rowOpen: 0,
  rowClose: 1,
  number: 2,
  digits: 3,
  shared: 4,
  boolean: 5,
  latin: 6,
  wide: 7,
  inlineLatin: 8,
  inlineWide: 9,
} as const;

/** Readers that wait for a sheet; each has some MiB. */
const MAX_IDLE = 4;
const idle: CellRuns[] = [];
/** Larger inline texts are checked against the limits by the sheet parser. */
const LONGEST_INLINE = 65_536;
/** `worksheet`, `sheetData`, `row`, `c`, `is`, `t`. */
const CELL_DEPTH = 6;
/** Odd elements in a row after which a run is looked for less often. */
const MAX_PAUSE = 64;

/** Where a run is looked for. */
export interface RunPlace {
  /** Of the bytes at hand. */
  readonly at: number;
  readonly filled: number;
  readonly inRow: boolean;
  /** Of the row at hand, or the last one. */
  readonly row: number;
  /** Of the last cell; -1 before the first. */
  readonly column: number;
}

export class CellRuns {
  /** The bytes of the sheet must stand here to be searched. */
  readonly xml: Buffer;
  /** The whole memory, which `starts`, `ends` and `afters` point into. */
  readonly bytes: Buffer;
  readonly kinds: Uint8Array;
  readonly firsts: Uint8Array;
  readonly columns: Int32Array;
  readonly styles: Int32Array;
  readonly numbers: Float64Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly afters: Uint32Array;
  /** The next one to take, and the end of the run. */
  next = 0;
  count = 0;
  /** Found in the sheet so far. */
  total = 0;
  readonly #wasm: ReaderExports;
  /** Calls that found nothing, one after the other, and elements until the next call. */
  #misses = 0;
  #pause = 0;

  /**
   * One that waits, or a new one; null where the engine has no WebAssembly, or the elements of a
   * cell are nested deeper than the limits allow.
   */
  static take({ maxCellBytes, maxDepth }: ReadLimits): CellRuns | null {
    if (maxDepth < CELL_DEPTH) return null;
    const runs = idle.pop() ?? CellRuns.#create();
    if (runs !== null) runs.#start(maxCellBytes);
    return runs;
  }

  static #create(): CellRuns | null {
    const wasm = newReader();
    return wasm === null ? null : new CellRuns(wasm);
  }

  private constructor(wasm: ReaderExports) {
    const { buffer } = wasm.memory;
    const size = wasm.MAX_FOUND.value;
    this.#wasm = wasm;
    this.bytes = Buffer.from(buffer);
    this.xml = Buffer.from(buffer, wasm.XML.value, wasm.XML_BYTES.value);
    this.kinds = new Uint8Array(buffer, wasm.KINDS.value, size);
    this.firsts = new Uint8Array(buffer, wasm.FIRSTS.value, size);
    this.columns = new Int32Array(buffer, wasm.COLUMNS.value, size);
    this.styles = new Int32Array(buffer, wasm.STYLES.value, size);
    this.numbers = new Float64Array(buffer, wasm.NUMBERS.value, size);
    this.starts = new Uint32Array(buffer, wasm.STARTS.value, size);
    this.ends = new Uint32Array(buffer, wasm.ENDS.value, size);
    this.afters = new Uint32Array(buffer, wasm.AFTERS.value, size);
  }

  #start(maxCellBytes: number): void {
    this.next = 0;
    this.count = 0;
    this.total = 0;
    this.#misses = 0;
    this.#pause = 0;
    this.#wasm.setLongestInline(Math.min(LONGEST_INLINE, maxCellBytes));
  }

  /** For another sheet. */
  giveBack(): void {
    if (idle.length < MAX_IDLE) idle.push(this);
  }

  get isWaiting(): boolean {
    return this.next < this.count;
  }

  /** Position in `xml` behind the element. */
  positionAfter(index: number): number {
    return (this.afters[index] ?? 0) - this.#wasm.XML.value;
  }

  /** Position in `xml` behind the run, and what is at hand there. */
  get readTo(): number {
    return this.#wasm.readTo() - this.#wasm.XML.value;
  }

  get inRow(): boolean {
    return this.#wasm.inRow() !== 0;
  }

  get column(): number {
    return this.#wasm.lastColumn();
  }

  /** Looks for a run; false when the next element is odd, or the bytes end within it. */
  find({ at, filled, inRow, row, column }: RunPlace): boolean {
    if (this.#pause > 0) {
      this.#pause -= 1;
      return false;
    }
    const xml = this.#wasm.XML.value;
    this.next = 0;
    this.count = this.#wasm.readRows(xml + at, xml + filled, row, column, inRow);
    this.total += this.count;
    return this.#heed(this.#wasm.readTo() > xml + at);
  }

  /**
   * Looks for shared strings of at most `longest` bytes; returns the position behind them. They
   * stand in `bytes` from `textStart` on, and `ends` tells their ends.
   */
  findStrings(at: number, filled: number, longest: number): number {
    if (this.#pause > 0) {
      this.#pause -= 1;
      return at;
    }
    const xml = this.#wasm.XML.value;
    this.count = this.#wasm.readStrings(xml + at, xml + filled, longest);
    this.total += this.count;
    this.#heed(this.count > 0);
    return this.count > 0 ? this.#wasm.stringsReadTo() - xml : at;
  }

  get textStart(): number {
    return this.#wasm.TEXT.value;
  }

  /** Where runs are seldom, they are looked for less often. */
  #heed(isFound: boolean): boolean {
    this.#misses = isFound ? 0 : this.#misses + 1;
    this.#pause = Math.min(this.#misses, MAX_PAUSE);
    return isFound;
  }
}
