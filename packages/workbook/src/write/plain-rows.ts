/**
 * Rows as pieces of XML, which zlib packs: the reference that the encoder is compared with, and the
 * way of each level but 1. Used by writeXlsx.
 */
import { Border } from '../zip/deflate-pieces.js';
import type { RowSource } from './row-source.js';
import { RowWriter, type RowWriterOptions } from './row-writer.js';
import type { SheetRows } from './sheet-rows.js';
import type { XmlBytes } from './xml-bytes.js';

export class PlainRows<Mark> implements SheetRows<Border<Mark>, Mark> {
  readonly #out: XmlBytes;
  readonly #writer: RowWriter;
  /** Bytes that did not go through `out`. */
  #around = 0;

  constructor(options: RowWriterOptions) {
    this.#out = options.out;
    this.#writer = new RowWriter(options);
  }

  get row(): number {
    return this.#writer.row;
  }

  get total(): number {
    return this.#out.total + this.#around;
  }

  *xml(xml: string | Buffer): Generator<Buffer> {
    yield* this.#pending();
    const bytes = Buffer.from(xml);
    this.#around += bytes.length;
    yield bytes;
  }

  headerXml(): Buffer {
    return this.#writer.headerXml();
  }

  skipTo(row: number): void {
    this.#writer.row = row;
  }

  *rows(source: RowSource, lastRow: number): Generator<Buffer> {
    const out = this.#out;
    while (this.row < lastRow && !out.full) {
      const row = source.take();
      if (row === undefined) return;
      this.#writer.openRow();
      for (
        let next = this.#writer.writeCells(row, 0);
        next < row.length;
        next = this.#writer.writeCells(row, next)
      )
        yield out.take();
      this.#writer.closeRow();
    }
    if (out.full) yield out.take();
  }

  *border(mark: Mark): Generator<Buffer | Border<Mark>> {
    yield* this.#pending();
    yield new Border(mark);
  }

  *end(xml: string): Generator<Buffer> {
    yield* this.xml(xml);
  }

  *#pending(): Generator<Buffer> {
    if (this.#out.pending) yield this.#out.take();
  }
}
