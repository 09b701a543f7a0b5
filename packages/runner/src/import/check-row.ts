/**
 * One row of an upload against the executor's schema: its value, or everything that is wrong with
 * it.
 */
import type { Language } from '@longshore/contract';
import type { FailedRow } from '@longshore/database';
import { type ImportExecutor, type Row, validateRow } from '@longshore/executors';
import type { Table, TableRow } from './import-table.js';

export type CheckedRow = { readonly source: TableRow } & (
  | { readonly valid: true; readonly value: Row }
  | { readonly valid: false; readonly failed: FailedRow }
);

export function checkRow(
  source: TableRow,
  table: Table,
  executor: ImportExecutor,
  language: Language,
): CheckedRow {
  const input = new Input();
  for (const { column, index } of table.places)
    input[column.key] = column.fromCell(source.cells[index] ?? null);
  const checked = validateRow(executor, input, { row: source.place.row, language });
  if (checked.valid) return { source, valid: true, value: checked.value };
  return {
    source,
    valid: false,
    failed: { place: source.place, cells: source.cells, issues: checked.issues },
  };
}

/**
 * An object on which `__proto__` is a name like any other, as on one without a prototype, but which
 * V8 reads and writes fast.
 */
// a class could not leave out its prototype
const Input = function Input() {} as unknown as new () => Record<string, unknown>;
Input.prototype = Object.create(null);
