/** What a cell can hold. Readers make these values, writers take them. */

/** An error that a workbook shows in a cell: `#N/A`, `#DIV/0!` … */
export interface CellError {
  readonly error: string;
}

/** `null` is an empty cell. A Date is a moment in UTC. */
export type Cell = string | number | boolean | Date | null | CellError;

/** Text that leads to an address when clicked. Only writers take it; reading gives its text. */
export interface Link {
  readonly text: string;
  readonly link: string;
}

export type WriteCell = Cell | Link;

/** Rows travel in batches, so that the cost of a promise is shared by many rows. */
export type RowBatches<T = WriteCell> = AsyncIterable<readonly (readonly T[])[]> | Iterable<readonly (readonly T[])[]>;
