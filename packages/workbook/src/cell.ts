/** What a cell can hold. Readers make these values, writers take them. */

/** An error that a workbook shows in a cell: `#N/A`, `#DIV/0!`. */
export interface CellError {
  readonly error: string;
}

/**
 * A cell whose value cannot be taken as it stands. `problem` is `digits_lost` (a number of 16 or
 * more digits where a text is wanted), `time_of_day` (a time or a length of time without a day) or
 * `formula_without_result` (a formula that no program has computed). `text` is what the cell shows.
 */
export interface CellProblem {
  readonly problem: string;
  readonly text?: string;
}

/**
 * The value of one cell; `null` for an empty one. A Date is an instant; a day without a time is
 * midnight UTC of that day.
 */
export type Cell = string | number | boolean | Date | null | CellError | CellProblem;

/** Text that leads to an address when clicked. Only writers take it; reading gives its text. */
export interface Link {
  readonly text: string;
  readonly link: string;
}

/** A value that is shown in red, with the reason in a note. Only writers take it. */
export interface MarkedCell {
  readonly value: Cell;
  /** Why the value is wrong: the text of the note. */
  readonly problem: string;
}

/** What a writer takes for one cell. */
export type WriteCell = Cell | Link | MarkedCell;

/** Rows travel in batches, so that the cost of a promise is shared by many rows. */
export type RowBatches<T = WriteCell> = Batches<readonly (readonly T[])[]>;

/** What hands out batches, one after the other. */
export type Batches<Batch> = AsyncIterable<Batch> | Iterable<Batch>;

/**
 * A batch of rows in bytes, as a database sends them: the writer asks for each cell, so that no
 * JavaScript value is created.
 */
export interface ByteRows {
  /** Rows of the batch. */
  readonly length: number;
  /** Cells of each row. */
  readonly width: number;
  /** Where the values stand, for columns that need no look at each of them. */
  readonly values: RowValues;
  /** Calls exactly one method of `to`; none means that the cell is empty. */
  writeCell(row: number, column: number, to: CellWriter): void;
}

/** The values of some rows in bytes; more values than cells, or fewer. */
export interface RowValues {
  /** In UTF-8, each value behind the one before it. */
  readonly bytes: Buffer;
  /** Values of one row. */
  readonly rowValues: number;
  /** Value `row * rowValues + place` starts at this offset; -1 is an empty cell. */
  readonly starts: Int32Array;
  /** Value `row * rowValues + place` ends before this offset, also an empty one. */
  readonly ends: Int32Array;
  /** By cell; null: only `writeCell` knows its cells. */
  readonly columns: readonly (ByteColumn | null)[];
}

/**
 * A column whose cells are its values: text, decimal digits, or `t` and `f`. Of digits that a
 * double does not keep, `writeCell` is asked.
 */
export interface ByteColumn {
  readonly place: number;
  readonly kind: 'text' | 'number' | 'boolean';
}

/** What ByteRows hands a cell to. */
export interface CellWriter {
  /** Text, in valid UTF-8. */
  text(bytes: Buffer, start: number, end: number): void;
  /** A number in decimal digits: `-12.50`. */
  number(bytes: Buffer, start: number, end: number): void;
  value(cell: WriteCell): void;
}
