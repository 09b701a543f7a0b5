/**
 * The rows that an undo left as they are, with the values of before the import and the reasons: who
 * wants these values nevertheless imports the workbook.
 */
import {
  fill,
  inLanguage,
  type Language,
  rowIssueSentence,
  type Sentence,
  type StoredIssue,
  worded,
} from '@longshore/contract';
import type { Database, FailedRow, Place } from '@longshore/database';
import {
  type Column,
  columnsIn,
  type ImportExecutor,
  MASK,
  maskColumns,
  wordIssue,
} from '@longshore/executors';
import { contentTypeOf, type ObjectStore } from '@longshore/storage';
import type { ImportTask, StoredFile } from '@longshore/tasks';
import { type WriteCell, writeXlsx } from '@longshore/workbook';
import { leftFileName } from '../../result-file.js';
import type { RunServices } from '../../run-services.js';
import { correctionHeader } from '../correction-columns.js';

interface LeftRowsOptions {
  readonly task: ImportTask;
  readonly executor: ImportExecutor;
  readonly database: Database;
  /** Prefix of the file's key. */
  readonly prefix: string;
  readonly store: ObjectStore;
  readonly signal: AbortSignal;
}

const ROW_WIDTH = 18;
const REASONS_WIDTH = 60;

export async function writeLeftRows(options: LeftRowsOptions): Promise<StoredFile> {
  const { task, executor, prefix, store, signal } = options;
  const { language, caller, timeZone } = task;
  const columns = maskColumns(columnsIn(executor.columns, language), caller);
  const header = (name: 'row' | 'reasons') => correctionHeader(name, language, executor.columns);
  const sheet = {
    name: inLanguage(executor.title, language),
    columns: [
      ...columns.map(({ header, width }) => ({ header, ...(width !== null && { width }) })),
      { header: header('row'), width: ROW_WIDTH },
      { header: header('reasons'), width: REASONS_WIDTH },
    ],
    rows: rowsOf(options, columns),
  };
  const key = `${prefix}/issues.xlsx`;
  const name = leftFileName(task.upload.name, language);
  const body = writeXlsx([sheet], { signal, timeZone });
  const { sizeBytes } = await store.put(key, body, { contentType: contentTypeOf(name), signal });
  return { key, name, sizeBytes };
}

async function* rowsOf(
  { database, task, executor }: LeftRowsOptions,
  columns: readonly Column[],
): AsyncGenerator<WriteCell[][]> {
  const { taskId, language } = task;
  for await (const page of database.failedRows(taskId))
    yield page.map(({ cells, place, issues }: FailedRow) => [
      ...columns.map(({ isMasked }, i): WriteCell => (isMasked ? MASK : (cells[i] ?? null))),
      rowName(place, language),
      issues.map((issue) => reasonOf(issue, executor.columns, language)).join('; '),
    ]);
}

/** Begins with a letter: some programs make a number of a text of digits. */
const ROW: Sentence = { en: 'Row {row}', zh: '第 {row} 行' };
const ROW_OF_SHEET: Sentence = {
  en: 'Row {row} of sheet {part}',
  zh: '第 {part} 个工作表第 {row} 行',
};

/** Numbers of rows are not grouped by thousands. */
const rowName = ({ part, row }: Place, language: Language): string =>
  fill(worded(part === 1 ? ROW : ROW_OF_SHEET, language), {
    row: String(row),
    part: String(part),
  });

function reasonOf(issue: StoredIssue, columns: readonly Column[], language: Language): string {
  const { column } = wordIssue(issue, columns, language);
  const sentence = rowIssueSentence(issue, language);
  return column === null ? sentence : `${column}: ${sentence}`;
}

/** The file of an undo that did not run to its end. Fences its attempts; null: no row was left. */
export async function lateLeftRows(
  task: ImportTask,
  prefix: string,
  signal: AbortSignal,
  { business, store, tasks }: RunServices,
): Promise<StoredFile | null> {
  const executor = business.find('import', task.type);
  if (executor === undefined) return null;
  const database = business.database.bounded(executor.statementTimeoutMs);
  const state = await database.fenceRun(task);
  if (state === null || state.failed === 0) return null;
  const { succeeded, failed } = state;
  await tasks.correctCounts(task.taskId, { succeeded, failed, total: task.counts.total });
  return writeLeftRows({ task, executor, database, prefix, store, signal });
}
