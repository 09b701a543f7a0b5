/** Edits of failed rows that are not saved yet: kept while a person pages through the rows. */
import type { FailedRowOut, MendRowsIn, ShownCell } from '@longshore/contract/browser';

/** New texts of one row's cells, by column. */
interface RowEdit extends Pick<FailedRowOut, 'row' | 'sheet' | 'file'> {
  readonly values: Readonly<Record<string, string>>;
}

/** By what names the row. */
export type RowEdits = ReadonlyMap<string, RowEdit>;

/** Names a row among those of one import. */
export const rowName = ({
  row,
  sheet,
  file,
}: Pick<FailedRowOut, 'row' | 'sheet' | 'file'>): string => `${file ?? ''}/${sheet ?? ''}/${row}`;

/** A cell as the field that edits it holds it. */
export const textOf = (cell: ShownCell | undefined): string => (cell == null ? '' : String(cell));

/** What a field shows. */
export const editedText = (edits: RowEdits, row: FailedRowOut, column: string): string =>
  edits.get(rowName(row))?.values[column] ?? textOf(row.cells[column]);

/** A text that is what the cell holds is no edit. */
export function withEdit(
  edits: RowEdits,
  row: FailedRowOut,
  { column, text }: { readonly column: string; readonly text: string },
): RowEdits {
  const name = rowName(row);
  const { [column]: _before, ...others } = edits.get(name)?.values ?? {};
  const isEdit = text !== textOf(row.cells[column]);
  const values = isEdit ? { ...others, [column]: text } : others;
  const next = new Map(edits);
  if (Object.keys(values).length === 0) next.delete(name);
  else
    next.set(name, {
      row: row.row,
      ...(row.sheet !== undefined && { sheet: row.sheet }),
      ...(row.file !== undefined && { file: row.file }),
      values,
    });
  return next;
}

/** A call takes so many rows. */
const MOST_ROWS = 1_000;

/** The first rows that one call saves. */
export const mendOf = (edits: RowEdits): Extract<MendRowsIn, { rows: unknown }> => ({
  rows: [...edits.values()].slice(0, MOST_ROWS),
});

/** Without those rows. */
export function withoutRows(edits: RowEdits, { rows }: ReturnType<typeof mendOf>): RowEdits {
  const saved = new Set(rows.map(rowName));
  return new Map([...edits].filter(([name]) => !saved.has(name)));
}
