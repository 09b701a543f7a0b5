/** A waiting row as an answer tells it. Used by the routes of this folder. */
import {
  type FailedRowOut,
  type Language,
  type MendColumn,
  type RowCause,
  rowIssueSentence,
  type ShownCell,
  type StoredIssue,
  type TaskCaller,
} from '@longshore/contract';
import {
  type Column,
  type ImportExecutor,
  indexOfIssue,
  MASK,
  shownCell,
  type WaitingColumn,
  type WaitingPart,
  type WaitingTable,
  type WaitingTableRow,
} from '@longshore/executors';

/** Who reads the rows. */
export interface RowReader {
  readonly language: Language;
  /** Properties whose values are not for the caller. */
  readonly masked: ReadonlySet<string>;
  /** The rows are of several sheets, and name theirs. */
  readonly namesSheet: boolean;
}

export const rowReader = (
  { columns }: ImportExecutor,
  { parts }: WaitingTable,
  { caller, language }: { readonly caller: TaskCaller; readonly language: Language },
): RowReader => ({
  language,
  masked: new Set(columns.filter(({ mask }) => mask?.(caller)).map(({ key }) => key)),
  namesSheet: parts.length > 1,
});

const isMasked = (column: Column | null, { masked }: RowReader): boolean =>
  column !== null && masked.has(column.key);

/** The columns of all sheets, each name once. */
export function columnsOut({ parts }: WaitingTable, reader: RowReader): MendColumn[] {
  const columns = new Map<string, MendColumn>();
  for (const { name, column } of parts.flatMap((part) => part.columns)) {
    if (name === null || columns.has(name)) continue;
    columns.set(name, {
      name,
      known: column !== null,
      required: column?.required ?? false,
      labels: column === null ? null : labelsOf(column, reader),
      masked: isMasked(column, reader),
    });
  }
  return [...columns.values()];
}

const labelsOf = (column: Column, { language }: RowReader): string[] | null => {
  const { labels } = column.in(language);
  return labels === null ? null : [...labels];
};

export function failedRowOut(row: WaitingTableRow, reader: RowReader): FailedRowOut {
  const { part, place, issues } = row;
  const named = part.columns.flatMap(({ name }, index): [string, ShownCell][] =>
    name === null ? [] : [[name, cellOut(row, index, reader)]],
  );
  return {
    row: place.row,
    ...nameOfPart(part, reader),
    cells: Object.fromEntries(named),
    issues: issues.map((issue) => {
      const { column, value } = causeOf(row, issue, reader);
      const message = rowIssueSentence(issue, reader.language);
      return { column, code: issue.code, message, value: value ?? null };
    }),
  };
}

/** What a row names beside its number: of several sheets, and of an archive. */
export const nameOfPart = (
  part: WaitingPart | undefined,
  { namesSheet }: RowReader,
): { readonly sheet?: string; readonly file?: string } => ({
  ...(namesSheet && part !== undefined && { sheet: part.sheetName }),
  ...(part !== undefined && part.fileName !== null && { file: part.fileName }),
});

/** A blank stays one, also under a mask: its column may be required. */
export function cellOut(
  { cells, part }: WaitingTableRow,
  index: number,
  reader: RowReader,
): ShownCell {
  const cell = shownCell(cells[index] ?? null);
  return cell !== null && isMasked(columnAt(part.columns, index), reader) ? MASK : cell;
}

const columnAt = (columns: readonly WaitingColumn[], index: number): Column | null =>
  columns[index]?.column ?? null;

/** By what an issue is told from others; of a masked column without the value. */
export function causeOf(row: WaitingTableRow, issue: StoredIssue, reader: RowReader): RowCause {
  const { code } = issue;
  const index = indexOfIssue(row.part, issue);
  if (index === -1) return { code, column: issue.column };
  const column = row.part.columns[index]?.name ?? issue.column;
  if (isMasked(columnAt(row.part.columns, index), reader)) return { code, column };
  return { code, column, value: cellOut(row, index, reader) };
}
