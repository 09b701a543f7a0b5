/**
 * Rows that become a packed sheet in one pass: the encoder takes what is usual, and gets the rest
 * of the cells as XML from the ordinary writer. Used by writeXlsx and fillTemplate.
 */
import { crc32 } from 'node:zlib';
import type { ByteRows, WriteCell } from '../cell.js';
import { ByteRow, type RowSource, type RowToWrite } from '../write/row-source.js';
import { RowWriter, type RowWriterOptions } from '../write/row-writer.js';
import type { SheetRows } from '../write/sheet-rows.js';
import { PackedBorder, type Totals } from '../zip/deflate-pieces.js';
import { ANSWER } from './cell-types.js';
import type { Encoder } from './encoder.js';
import { WaitingCells } from './waiting-cells.js';

export class EncodedRows<Mark> implements SheetRows<PackedBorder<Mark>, Mark> {
  readonly #options: RowWriterOptions;
  readonly #writer: RowWriter;
  readonly #encoder: Encoder;
  readonly #totals: Totals;
  readonly #waiting: WaitingCells;
  /** XML before the last reset. */
  #before = 0;

  /** `totals`: sums over the XML, kept as the blocks are packed. */
  constructor(options: RowWriterOptions, encoder: Encoder, totals: Totals) {
    this.#options = options;
    this.#writer = new RowWriter(options);
    this.#encoder = encoder;
    this.#totals = totals;
    this.#waiting = new WaitingCells(encoder, this.#writer);
    this.#declareColumns();
  }

  get row(): number {
    return this.#writer.row;
  }

  get total(): number {
    return this.#before + this.#encoder.xmlLength();
  }

  *xml(xml: string | Buffer): Generator<Buffer> {
    const { wasm, maxRaw } = this.#encoder;
    const bytes = Buffer.from(xml);
    for (let at = 0; at < bytes.length; at += maxRaw) {
      if (wasm.isBlockFull()) yield this.#packed(this.#block());
      const piece = bytes.subarray(at, at + maxRaw);
      this.#encoder.setRaw(piece);
      wasm.writeRaw(piece.length);
    }
  }

  headerXml(): Buffer {
    return this.#writer.headerXml();
  }

  skipTo(row: number): void {
    this.#writer.row = row;
  }

  *rows(source: RowSource, lastRow: number): Generator<Buffer> {
    const { batch, from } = source;
    const first = this.row + 1;
    const count = this.#waiting.fill(batch, from, lastRow - this.row);
    this.#waiting.begin(first, count);
    let answer = this.#encoder.wasm.encodeRows();
    for (; answer !== ANSWER.done; answer = this.#encoder.wasm.encodeRows()) {
      if (answer === ANSWER.full) yield this.#packed(this.#block());
      else this.#odd(batch, from, first);
    }
    this.#writer.row = first + count - 1;
    source.skip(count);
  }

  *border(mark: Mark): Generator<Buffer | PackedBorder<Mark>> {
    const { wasm } = this.#encoder;
    wasm.settle();
    yield this.#packed(this.#block());
    yield this.#packed(wasm.packFlush());
    this.#before += this.#encoder.xmlLength();
    wasm.reset();
    this.#declareColumns();
    yield new PackedBorder(mark, { ...this.#totals });
  }

  *end(xml: string): Generator<Buffer> {
    this.#encoder.wasm.settle();
    yield* this.xml(xml);
    yield this.#packed(this.#block());
    yield this.#packed(this.#encoder.wasm.packEnd());
  }

  /** Others are added when they are written to, so that all begin alike behind a border. */
  #declareColumns(): void {
    this.#encoder.clearColumns();
    for (const index of this.#options.columns.keys()) this.#addColumn(index);
  }

  #addColumn(index: number): void {
    const markup = this.#writer.markupOf(index);
    if (markup !== undefined) this.#encoder.addColumn(index, markup);
  }

  /** The cell that the encoder has stopped at. */
  #odd(batch: RowSource['batch'], from: number, first: number): void {
    const { wasm, known } = this.#encoder;
    const [row, column] = [wasm.oddRow(), wasm.oddColumn()];
    const cells = rowOf(batch, from + row);
    const xml = this.#written(() => this.#writer.writeCell(first + row, cells, column));
    this.#encoder.setRaw(xml);
    wasm.writeOdd(xml.length);
    if (known[column] === 0) this.#addColumn(column);
  }

  /** Valid until the next XML is written. */
  #written(write: () => void): Buffer {
    const { out } = this.#options;
    const start = out.total;
    write();
    const xml = out.since(start);
    out.rewind(start);
    return xml;
  }

  /** Packs the open block; returns the length. */
  #block(): number {
    const xml = this.#encoder.block();
    this.#totals.crc = crc32(xml, this.#totals.crc);
    this.#totals.size += xml.length;
    return this.#encoder.wasm.packBlock();
  }

  #packed(length: number): Buffer {
    return this.#encoder.packed(length);
  }
}

const rowOf = (batch: ByteRows | readonly (readonly WriteCell[])[], index: number): RowToWrite =>
  'writeCell' in batch ? new ByteRow(batch, index) : (batch[index] ?? []);
