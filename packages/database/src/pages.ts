/** The rows of an export in pages, as an adapter hands them out. */
import type { Digits } from './page-by-page.js';

/**
 * Pages of rows, as `keyset` makes them; `count`, exactly how many rows the pages hold, is asked
 * at most once, before a row is used, in the same snapshot.
 */
export interface Pages<Row> extends AsyncIterable<Row[]> {
  count?(): Promise<number>;
  /**
   * The same rows in the encoding of the database's wire protocol, for exports of many rows: the
   * export makes no value of most columns. Null where the database or the query does not allow
   * encoded rows. A caller reads either the encoded pages or the pages themselves.
   */
  encoded?(keys: readonly string[]): Promise<EncodedPages | null>;
  /** How another process can go on with these pages; null where it cannot. */
  places?(): PagePlaces<Row> | null;
}

/** The key of a row, as JSON can hold it. */
export type PageKey = readonly (string | number | boolean | Digits)[];

/** Places between pages, from which another process can go on in a later snapshot. */
export interface PagePlaces<Row> {
  /** Statement, values, order and page size: a place means nothing to pages that differ in it. */
  readonly query: unknown;
  /** Of a page's last row; null for a key that JSON cannot hold. */
  keyOf(page: readonly Row[]): PageKey | null;
  /** The pages behind a key. `rows`: rows that the pages before it held, for the limit. */
  after(key: PageKey, rows: number): Pages<Row>;
}

/**
 * The encoding of a column's values: text, decimal digits, `t` and `f`, a timestamp, a day as a
 * timestamp without a time, or an encoding that only the database knows.
 */
export type ColumnEncoding = 'text' | 'number' | 'boolean' | 'timestamp' | 'day' | 'other';

/** Pages whose values are still bytes of the database's text format. */
export interface EncodedPages extends AsyncIterable<EncodedRows> {
  /** Rows of all pages, where the first page holds them all; else null. */
  readonly total: number | null;
  /** The keys asked for that the rows have. */
  readonly columns: readonly { readonly key: string; readonly encoding: ColumnEncoding }[];
  /**
   * Milliseconds since 1970 of a timestamp or a day; NaN for one that only `valueOf` can decode.
   */
  timestampMs(bytes: Buffer, start: number, end: number): number;
  /** The value that a row of an ordinary page holds in this column. */
  valueOf(column: number, text: string): unknown;
}

/** The rows of one page as bytes; valid until the reader asks for the next page. */
export interface EncodedRows {
  /** Rows of the page. */
  readonly length: number;
  /** UTF-8: each value behind the one before it. */
  readonly bytes: Buffer;
  /** Values of one row. */
  readonly width: number;
  /** Value `row * width + column` starts at this offset; -1 is NULL. */
  readonly starts: Int32Array;
  /** Value `row * width + column` ends before this offset; NULL, where the next value starts. */
  readonly ends: Int32Array;
  /** Of the last row, as `PagePlaces.after` takes it. */
  lastKey(): PageKey;
}
