/**
 * One row of an upload against the executor's schema: its value, or everything that is wrong with
 * it.
 */
import type { Language, RowIssue } from '@longshore/contract';
import type { FailedRow } from '@longshore/database';
import { type ImportExecutor, type Row, type TextForms, validateRow } from '@longshore/executors';
import type { Table, TableRow } from './import-table.js';
import type { SameKeys } from './keys/same-keys.js';
import { isTotalsRow } from './totals-row.js';

export type CheckedRow = { readonly source: Pick<TableRow, 'place' | 'cells'> } & (
  | { readonly valid: true; readonly value: Row }
  | { readonly valid: false; readonly failed: FailedRow }
);

interface CheckOptions {
  readonly table: Table;
  readonly executor: ImportExecutor;
  readonly language: Language;
  /** Of the whole file: how its numbers are written. */
  readonly forms: TextForms;
  readonly sameKeys: SameKeys;
}

export function checkRow(source: TableRow, options: CheckOptions): CheckedRow {
  const { table, executor, language, forms } = options;
  const ragged = raggedIssue(source, table, language);
  if (ragged !== null) return failedRow(source, [ragged]);
  if (isTotalsRow(source, executor.key)) return failedRow(source, [totalsIssue(source, language)]);
  const input = createInput();
  for (const { column, index } of source.part.places)
    input[column.key] = column.fromCell(source.cells[index] ?? null, forms);
  const checked = validateRow(executor, input, { row: source.place.row, language });
  const issues = [...(checked.valid ? [] : checked.issues), ...repeatedIssues(source, options)];
  if (checked.valid && issues.length === 0) return { source, valid: true, value: checked.value };
  return failedRow(source, issues);
}

const failedRow = (source: TableRow, issues: readonly RowIssue[]): CheckedRow => ({
  source,
  valid: false,
  failed: { place: source.place, cells: source.cells, issues },
});

function totalsIssue({ place }: TableRow, language: Language): RowIssue {
  return { row: place.row, column: null, code: 'totals_row', message: TOTALS_ROW[language] };
}

const TOTALS_ROW: Readonly<Record<Language, string>> = {
  en: 'this looks like a row of totals, which is not saved: delete it, or fill in what is missing',
  zh: '该行看起来是合计行，未保存：请删除该行，或补全所缺内容',
};

/** The row repeats the key of an earlier one. */
function repeatedIssues(
  { place }: TableRow,
  { table, executor, language, sameKeys }: CheckOptions,
): RowIssue[] {
  const first = sameKeys.firstOf(place);
  if (first === null) return [];
  const [name, ...others] = executor.key;
  const header = executor.columns.find(({ key }) => key === name)?.header ?? null;
  const sheet = first.part === place.part ? null : table.parts[first.part - 1]?.sheetName;
  const message = REPEATED[language](first.row, sheet ?? null);
  const column = others.length === 0 ? header : null;
  return [{ row: place.row, column, code: 'duplicate_key', message }];
}

const REPEATED: Readonly<Record<Language, (row: number, sheet: string | null) => string>> = {
  en: (row, sheet) =>
    `names the same as row ${row}${sheet === null ? '' : ` of the sheet ${sheet}`}: keep one of them`,
  zh: (row, sheet) => `与${sheet === null ? '' : `工作表“${sheet}”`}第 ${row} 行重复，请只保留一行`,
};

/**
 * A row of a text file with more cells than the header: somewhere a delimiter stands in a value
 * without quotes, and every value behind it has moved to another column.
 */
function raggedIssue(
  { cells, part: { header }, place }: TableRow,
  { delimiter }: Table,
  language: Language,
): RowIssue | null {
  if (delimiter === null || cells.length <= header.length) return null;
  const words = RAGGED[language](cells.length, header.length);
  return { row: place.row, column: null, code: 'ragged_row', message: words };
}

const RAGGED: Readonly<Record<Language, (cells: number, columns: number) => string>> = {
  en: (cells, columns) =>
    `has ${cells} cells under ${columns} headers: put values that hold the delimiter in quotes`,
  zh: (cells, columns) => `有 ${cells} 个单元格，但只有 ${columns} 个表头：含分隔符的内容请加引号`,
};

/** What `fromCell` of each column makes of a row. */
export const createInput = (): Record<string, unknown> => new Input();

/**
 * An object on which `__proto__` is a name like any other, as on one without a prototype, but which
 * V8 reads and writes fast.
 */
// a class could not leave out its prototype
const Input = function Input() {} as unknown as new () => Record<string, unknown>;
Input.prototype = Object.create(null);
