/** Where a row stands in an upload. Used by the run ledger's cursor and by failed rows. */

/** A row's place in the reading order of an upload. */
export interface Place {
  /** From 1: the sheet of the workbook, or the workbook of the zip, in reading order. */
  readonly part: number;
  /** The row of that part as Excel shows it. */
  readonly row: number;
}

/** A row of an import, by its task. */
export interface RowRef {
  readonly taskId: string;
  readonly place: Place;
}

/** The cursor of a run that has committed nothing. */
export const BEFORE_FIRST_ROW: Place = { part: 1, row: 0 };

/** Negative when `a` comes before `b` in reading order, 0 when both are the same place. */
export const comparePlaces = (a: Place, b: Place): number => a.part - b.part || a.row - b.row;

/** A chunk that ends at or before the cursor would save rows twice: throws an Error. */
export function refuseStandstill(taskId: string, cursor: Place, next: Place): void {
  if (comparePlaces(next, cursor) <= 0)
    throw new Error(
      `A chunk of task ${taskId} ends at ${told(next)}, but everything up to ${told(cursor)} is committed`,
    );
}

const told = ({ part, row }: Place): string => `part ${part}, row ${row}`;
