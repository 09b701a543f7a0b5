/**
 * Edits of waiting rows: what a person changed in the page, stored as the upload of the import that
 * corrects them. The API writes it, the runner reads it.
 */
import type { MendRowsIn, RowCause, ShownCell } from '@longshore/contract';
import type { Cell, Place } from '@longshore/database';
import { headerKey } from '../columns-of.js';
import { withoutTail } from './united-columns.js';
import { indexOfIssue, indexOfName, shownCell, type WaitingTableRow } from './waiting-table.js';

/** Whose rows, and how they change: new cells by row, or one new cell for all rows of a cause. */
export type RowEdits = { readonly of: string } & (
  | { readonly rows: readonly EditedRow[] }
  | Extract<MendRowsIn, { readonly cause: unknown }>
);

/** The new cells of a row, by the name of their column. */
interface EditedRow {
  readonly place: Place;
  readonly values: Readonly<Record<string, ShownCell>>;
}

/** Tells the new cells of each row; null: the row is not edited. */
export function rowEditor(edits: RowEdits): (row: WaitingTableRow) => readonly Cell[] | null {
  if ('cause' in edits) {
    const { cause, value } = edits;
    return (row) =>
      hasCause(row, cause) ? editedCells(row, { [cause.column ?? '']: value }) : null;
  }
  const values = new Map(edits.rows.map((one) => [nameOf(one.place), one.values]));
  return (row) => {
    const own = values.get(nameOf(row.place));
    return own === undefined ? null : editedCells(row, own);
  };
}

/** Only these rows are edited; undefined: any. */
export const editedPlaces = (edits: RowEdits): readonly Place[] | undefined =>
  'cause' in edits ? undefined : edits.rows.map(({ place }) => place);

/** Whether the row fails by the cause. */
export const hasCause = (row: WaitingTableRow, { code, column, value }: RowCause): boolean =>
  row.issues.some((issue) => {
    if (issue.code !== code) return false;
    if (column === null || issue.column === null) return column === issue.column;
    const index = indexOfIssue(row.part, issue);
    if (index === -1) return headerKey(issue.column) === headerKey(column);
    if (indexOfName(row.part, column) !== index) return false;
    return value === undefined || shownCell(row.cells[index] ?? null) === value;
  });

function editedCells(
  { cells, part }: WaitingTableRow,
  values: Readonly<Record<string, ShownCell>>,
): readonly Cell[] {
  const edited: Cell[] = [...cells];
  for (const [name, value] of Object.entries(values)) {
    const index = indexOfName(part, name);
    if (index !== -1) edited[index] = value === '' ? null : value;
  }
  return withoutTail(Array.from(edited, (cell) => cell ?? null));
}

const nameOf = ({ part, row }: Place): string => `${part}/${row}`;
