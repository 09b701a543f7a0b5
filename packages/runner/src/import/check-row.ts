/**
 * One row of an upload against the executor's schema: its value, or everything that is wrong with
 * it.
 */
import type { StoredIssue } from '@longshore/contract';
import type { FailedRow } from '@longshore/database';
import { type ImportExecutor, type Row, type TextForms, validateRow } from '@longshore/executors';
import type { Table, TableRow } from './import-table.js';

export type CheckedRow = { readonly source: TableRow } & (
  | { readonly valid: true; readonly value: Row }
  | { readonly valid: false; readonly failed: FailedRow }
);

interface CheckOptions {
  readonly table: Table;
  readonly executor: ImportExecutor;
  /** Of the whole file: how its numbers are written. */
  readonly forms: TextForms;
}

export function checkRow(source: TableRow, { table, executor, forms }: CheckOptions): CheckedRow {
  const ragged = raggedIssue(source, table);
  if (ragged !== null) return failedRow(source, [ragged]);
  const input = new Input();
  for (const { column, index } of table.places)
    input[column.key] = column.fromCell(source.cells[index] ?? null, forms);
  const checked = validateRow(executor, input, { row: source.place.row });
  if (checked.valid) return { source, valid: true, value: checked.value };
  return failedRow(source, checked.issues);
}

const failedRow = (source: TableRow, issues: readonly StoredIssue[]): CheckedRow => ({
  source,
  valid: false,
  failed: { place: source.place, cells: source.cells, issues },
});

/**
 * A row of a text file with more cells than the header: somewhere a delimiter stands in a value
 * without quotes, and every value behind it has moved to another column.
 */
function raggedIssue({ cells, place }: TableRow, { isText, header }: Table): StoredIssue | null {
  if (!isText || cells.length <= header.length) return null;
  const values = { cells: cells.length, columns: header.length };
  return { row: place.row, column: null, code: 'ragged_row', values, message: null };
}

/**
 * An object on which `__proto__` is a name like any other, as on one without a prototype, but which
 * V8 reads and writes fast.
 */
// a class could not leave out its prototype
const Input = function Input() {} as unknown as new () => Record<string, unknown>;
Input.prototype = Object.create(null);
