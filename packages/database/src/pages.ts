/** The rows of an export in pages, as an adapter hands them out. */

/**
 * Pages of rows, as `keyset` makes them; `count`, exactly how many rows they hold, is asked once,
 * before the first page, in the same snapshot.
 */
export interface Pages<Row> extends AsyncIterable<Row[]> {
  count?(): Promise<number>;
  /**
   * The same rows as the bytes that the database sends, for exports of many rows: no value need be
   * made of them. Null where that is not possible. Either these or the pages themselves are read.
   */
  raw?(keys: readonly string[]): Promise<RawPages | null>;
}

/**
 * How the values of a column stand in bytes: as text, as decimal digits, as `t` and `f`, or in
 * forms that only the database knows.
 */
export type RawForm = 'text' | 'number' | 'boolean' | 'moment' | 'other';

export interface RawPages extends AsyncIterable<RawRows> {
  /** The keys asked for that the rows have. */
  readonly columns: readonly { readonly key: string; readonly form: RawForm }[];
  /** Milliseconds since 1970 of a moment; NaN where only `valueOf` can tell. */
  momentOf(bytes: Buffer, start: number, end: number): number;
  /** What a row of an ordinary page would hold there. */
  valueOf(column: number, text: string): unknown;
}

/** Good until the next page is asked for. */
export interface RawRows {
  /** Rows of the page. */
  readonly length: number;
  /** UTF-8. */
  readonly bytes: Buffer;
  readonly width: number;
  /** Value `row * width + column` begins here and ends before there; NULL begins at -1. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}
