/** Where the rows of a sheet become bytes of its part. Used by sheetXml. */
import type { Border } from '../zip/deflate-pieces.js';
import type { RowSource } from './row-source.js';

/** What is written comes out in pieces; `B` is what stands between two of them at a border. */
export interface SheetRows<B extends Border<Mark>, Mark> {
  /** The last row written, as Excel counts. */
  readonly row: number;
  /** Bytes of XML so far. */
  readonly total: number;
  xml(xml: string | Buffer): Iterable<Buffer>;
  /** What `xml` takes for the header row. */
  headerXml(): Buffer;
  /** The next row is the one behind this row. */
  skipTo(row: number): void;
  /** Writes rows of the batch at hand, at least one, none behind `lastRow`. */
  rows(source: RowSource, lastRow: number): Iterable<Buffer>;
  /** All bytes before the border, and the border. */
  border(mark: Mark): Iterable<Buffer | B>;
  /** The last XML. */
  end(xml: string): Iterable<Buffer>;
}
