/**
 * One row of an upload against the executor's schema: its value, or everything that is wrong with
 * it.
 */
import type { StoredIssue } from '@longshore/contract';
import type { FailedRow } from '@longshore/database';
import {
  type ImportExecutor,
  isBlank,
  isCellProblem,
  type Row,
  validateRow,
} from '@longshore/executors';
import type { FileForms } from './file-forms.js';
import type { Table, TableRow } from './import-table.js';
import type { SameKeys } from './keys/same-keys.js';
import { isTotalsRow } from './totals-row.js';

export type CheckedRow = {
  readonly source: Pick<TableRow, 'place' | 'cells' | 'corrects'> & Partial<Pick<TableRow, 'part'>>;
} & (
  | { readonly valid: true; readonly value: Row }
  | { readonly valid: false; readonly failed: FailedRow }
);

interface CheckOptions {
  readonly table: Table;
  readonly executor: ImportExecutor;
  readonly forms: FileForms;
  readonly sameKeys: SameKeys;
}

export function checkRow(source: TableRow, options: CheckOptions): CheckedRow {
  const { executor, forms } = options;
  if (source.idIssue !== undefined) return failedRow(source, [source.idIssue]);
  const broken = brokenIssue(source) ?? raggedIssue(source);
  if (broken !== null) return failedRow(source, [broken]);
  if (isTotalsRow(source, executor.key)) return failedRow(source, [totalsIssue(source)]);
  const input = createInput();
  for (const { column, index } of source.part.places)
    input[column.key] = column.fromCell(
      source.cells[index] ?? null,
      forms.byColumn.get(column.key),
    );
  const checked = validateRow(executor, input, source.place);
  const attachments = attachmentIssues(source, options);
  const repeated = repeatedIssues(source, options);
  if (checked.valid && attachments.length === 0 && repeated.length === 0)
    return { source, valid: true, value: checked.value };
  const ofSchema = checked.valid ? NO_ISSUES : checked.issues;
  return failedRow(source, [...ofSchema, ...attachments, ...repeated]);
}

const failedRow = (source: TableRow, issues: readonly StoredIssue[]): CheckedRow => ({
  source,
  valid: false,
  failed: failedOf(source, issues),
});

/** The row as it is kept until it comes back. */
export const failedOf = (
  { place, cells, corrects }: CheckedRow['source'],
  issues: readonly StoredIssue[],
): FailedRow => ({ place, cells, issues, ...(corrects && { corrects }) });

const totalsIssue = ({ place: { row } }: TableRow): StoredIssue => ({
  row,
  column: null,
  code: 'totals_row',
  values: {},
  message: null,
});

/** One list for all rows that have none. */
const NO_ISSUES: readonly StoredIssue[] = [];

/** Its cells name files that are not there, or not one file. */
const attachmentIssues = (source: TableRow, { table }: CheckOptions): readonly StoredIssue[] =>
  source.part.attachmentPlaces.length === 0 ? NO_ISSUES : issuesOfFiles(source, table);

const issuesOfFiles = (
  { cells, part, place: { row } }: TableRow,
  { attachments }: Table,
): StoredIssue[] =>
  part.attachmentPlaces.flatMap(({ column, index }) => {
    const name = cells[index] ?? null;
    const found = isBlank(name) ? null : attachments.find(String(name));
    if (typeof found !== 'string') return [];
    const values = { name: String(name).slice(0, MOST_TEXT) };
    return [{ row, column: column.header, code: `attachment_${found}`, values, message: null }];
  });

/** The row repeats the key of an earlier one. */
function repeatedIssues(
  { place }: TableRow,
  { table, executor, sameKeys }: CheckOptions,
): readonly StoredIssue[] {
  const first = sameKeys.firstOf(place);
  if (first === null) return NO_ISSUES;
  const [name, ...others] = executor.key;
  const header = executor.columns.find(({ key }) => key === name)?.header ?? null;
  const issue = { row: place.row, column: others.length === 0 ? header : null, message: null };
  const { fileName = null, sheetName = '' } = table.parts[first.part - 1] ?? {};
  const sheet = fileName === null ? sheetName : `${fileName}: ${sheetName}`;
  return first.part === place.part
    ? [{ ...issue, code: 'duplicate_key', values: { first: first.row } }]
    : [{ ...issue, code: 'duplicate_key_in_sheet', values: { first: first.row, sheet } }];
}

/** What the reader says of the line as a whole, in a cell beyond the header. */
function brokenIssue({ cells, part, place }: TableRow): StoredIssue | null {
  const cell = cells.length > part.header.length ? cells.at(-1) : null;
  if (!isCellProblem(cell)) return null;
  const { problem: code, text = '' } = cell;
  const values = { text: text.slice(0, MOST_TEXT) };
  return { row: place.row, column: null, code, values, message: null };
}

const MOST_TEXT = 80;

/**
 * A row of a text file with more cells than the header: somewhere a delimiter stands in a value
 * without quotes, and every value behind it has moved to another column.
 */
function raggedIssue({ cells, part, place }: TableRow): StoredIssue | null {
  const { header, refusesExtras } = part;
  if (!refusesExtras || cells.length <= header.length) return null;
  const values = { cells: cells.length, columns: header.length };
  return { row: place.row, column: null, code: 'ragged_row', values, message: null };
}

/** What `fromCell` of each column makes of a row. */
export const createInput = (): Record<string, unknown> => new Input();

/**
 * An object on which `__proto__` is a name like any other, as on one without a prototype, but which
 * V8 reads and writes fast.
 */
// a class could not leave out its prototype
const Input = function Input() {} as unknown as new () => Record<string, unknown>;
Input.prototype = Object.create(null);
