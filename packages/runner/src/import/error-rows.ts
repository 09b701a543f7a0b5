/**
 * Failed rows as the rows of an error workbook: failing cells marked, then file, number, reasons
 * and id.
 */
import { fill, type Language, type RowIssue, type Sentence, worded } from '@longshore/contract';
import type { FailedRow, Place } from '@longshore/database';
import { type Column, headerKey, wordIssue } from '@longshore/executors';
import type { Cell, WriteCell } from '@longshore/workbook';
import type { RowIds } from './corrections/row-ids.js';
import type { FileCells } from './error-cells.js';
import type { FileForms } from './file-forms.js';
import type { TablePart } from './import-table.js';

interface RowsOptions {
  readonly pages: AsyncIterable<readonly FailedRow[]>;
  readonly part: TablePart;
  /** Names the sheet beside the row: the upload has several. */
  readonly namesSheet: boolean;
  /** The executor's. */
  readonly known: readonly Column[];
  /** As of ErrorColumns. */
  readonly indexes: readonly number[];
  readonly forms: FileForms;
  /** Null: rows of this business are not known when they come back. */
  readonly ids: RowIds | null;
  /** What stands in place of the reasons where there is none. */
  outcomeOf(place: Place): string;
  readonly fileCells: FileCells;
  readonly language: Language;
}

export async function* errorRows({
  pages,
  ids,
  ...options
}: RowsOptions): AsyncGenerator<WriteCell[][]> {
  const toRow = rowWriter(options);
  for await (const page of pages) {
    for (let from = 0; from < page.length; from += ROWS_AT_ONCE) {
      const rows = page.slice(from, from + ROWS_AT_ONCE);
      const idsOfRows = await ids?.of(rows);
      yield rows.map((row, i) => [...toRow(row), ...(idsOfRows?.slice(i, i + 1) ?? [])]);
    }
  }
}

/** All of them may be as wide as the widest. */
const ROWS_AT_ONCE = 100;

function rowWriter(options: Omit<RowsOptions, 'pages' | 'ids'>): (row: FailedRow) => WriteCell[] {
  const { part, known, indexes, forms, fileCells, language } = options;
  const columns = new Map(part.places.map(({ column, index }) => [index, column]));
  const indexOf = headerIndexes(part);
  const sheet = options.namesSheet ? part.sheetName : null;
  return (row) => {
    const found = row.issues.map((issue) => wordIssue(issue, known, language));
    const issues = [...found, ...tooLongIssues(row, options)].map(({ column, message }) =>
      complaint(column, message, { part, indexOf }),
    );
    const problems = problemsByIndex(issues);
    const own = indexes.map((index) => {
      const column = columns.get(index);
      const ofColumn = column && forms.byColumn.get(column.key);
      const value = fileCells.write(row.cells[index] ?? null, column, ofColumn);
      const problem = problems.get(index);
      return problem === undefined ? value : { value, problem };
    });
    const file = part.fileName === null ? [] : [part.fileName];
    const told = issues.length === 0 ? options.outcomeOf(row.place) : reasonsOf(issues);
    return [...own, ...file, rowName(row.place, sheet, language), told];
  };
}

/** Header, in any language, to the column's index. */
const headerIndexes = ({ places }: TablePart): ReadonlyMap<string, number> =>
  new Map(
    places.flatMap(({ column: { header, aliases }, index }) =>
      [header, ...aliases].map((text) => [headerKey(text), index] as const),
    ),
  );

/** What is wrong with a cell, or with the row: then there is no index. */
interface Complaint {
  readonly index: number | undefined;
  /** The header as the upload has it. */
  readonly column: string | null;
  readonly message: string;
}

function complaint(
  column: string | null,
  message: string,
  { part, indexOf }: { part: TablePart; indexOf: ReadonlyMap<string, number> },
): Complaint {
  const index = column === null ? undefined : indexOf.get(headerKey(column));
  const header = index === undefined ? undefined : part.header[index];
  return { index, column: header ?? column, message };
}

/** All that is wrong with a cell is one note. */
function problemsByIndex(issues: readonly Complaint[]): ReadonlyMap<number, string> {
  const problems = new Map<number, string>();
  for (const { index, message } of issues) {
    if (index === undefined) continue;
    const others = problems.get(index);
    problems.set(index, others === undefined ? message : `${others}\n${message}`);
  }
  return problems;
}

/** `CustomerID: required; Quantity: must be > 0` */
const reasonsOf = (issues: readonly Complaint[]): string =>
  issues
    .map(({ column, message }) => (column === null ? message : `${column}: ${message}`))
    .join('; ');

/** Begins with a letter: some programs make a number of a text of digits. */
const ROW: Sentence = { en: 'Row {row}', zh: '第 {row} 行' };
const ROW_OF_SHEET: Sentence = { en: 'Row {row} of {sheet}', zh: '工作表“{sheet}”第 {row} 行' };

function rowName({ row }: Place, sheet: string | null, language: Language): string {
  const number = String(row); // not grouped by thousands
  if (sheet === null) return fill(worded(ROW, language), { row: number });
  return fill(worded(ROW_OF_SHEET, language), { row: number, sheet });
}

function tooLongIssues(
  { cells, place: { row } }: FailedRow,
  { part: { header }, fileCells, language }: Omit<RowsOptions, 'pages' | 'ids'>,
): RowIssue[] {
  const isTooLong = (cell: Cell) => typeof cell === 'string' && cell.length > fileCells.longestText;
  return cells.flatMap((cell, index) => {
    const column = header[index] ?? null;
    return isTooLong(cell)
      ? [{ row, column, code: 'text_too_long', values: {}, message: worded(TOO_LONG, language) }]
      : [];
  });
}

const TOO_LONG: Sentence = {
  en: 'is longer than a cell can be; take the text from the upload',
  zh: '超过单元格的最大长度，请从上传的文件中取用',
};
