/**
 * The summary of an import: how it ended, counts, times, notices, issues by cause, and that the
 * upload is the same afterwards. Used by run-import.ts, and by late-log.ts after an early end.
 */
import { createHash } from 'node:crypto';
import {
  type Counts,
  inLanguage,
  type Notice,
  noticeSentence,
  rowIssueSentence,
} from '@longshore/contract';
import type { Database } from '@longshore/database';
import { type ImportExecutor, wordIssue } from '@longshore/executors';
import { contentTypeOf } from '@longshore/storage';
import { type ImportTask, importLog } from '@longshore/tasks';
import { type Cell, type SheetToWrite, writeXlsx } from '@longshore/workbook';
import { DEFAULT_DATE_FORMAT } from '@longshore/workbook/dates';
import { durationText } from '../../duration-text.js';
import type { RunServices } from '../../run-services.js';
import { CauseList } from '../preview/cause-list.js';
import { logWords } from './words.js';

const ITEM_WIDTH = 24;
const VALUE_WIDTH = 68;

/** An import whose rows are settled. */
export interface SettledImport {
  readonly task: ImportTask;
  readonly executor: ImportExecutor;
  readonly database: Database;
  readonly signal: AbortSignal;
  /** How it ended, in words. */
  readonly outcome: string;
  readonly counts: Counts;
  readonly notices: readonly Notice[];
  readonly endedAt: Date;
}

export async function writeSummary(
  ended: SettledImport,
  { store }: Pick<RunServices, 'store'>,
): Promise<void> {
  const { task, signal } = ended;
  const { key: uploadKey, sha256 } = task.upload;
  const keptAs = sha256 === undefined ? null : await sha256Of(uploadKey, signal, store);
  const causes = await causesOf(ended);
  const sheets = [summarySheet(ended, keptAs), ...(causes === null ? [] : [causes])];
  const { key, name } = importLog(task, 'summary');
  const body = writeXlsx(sheets, { signal, timeZone: task.timeZone });
  await store.put(key, body, { contentType: contentTypeOf(name), signal });
}

async function sha256Of(
  key: string,
  signal: AbortSignal,
  store: RunServices['store'],
): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of await store.read(key, undefined, signal)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

function summarySheet(ended: SettledImport, keptAs: string | null): SheetToWrite {
  const { task, executor, outcome, counts, notices, endedAt } = ended;
  const { language, upload, taskId, registeredAt, startedAt } = task;
  const words = logWords(language);
  const began = new Date(startedAt ?? registeredAt);
  const rows: Cell[][] = [
    [words.file, upload.name],
    [words.type, inLanguage(executor.title, language)],
    [words.task, taskId],
    [words.outcome, outcome],
    [words.rows, counts.total],
    [words.saved, counts.succeeded],
    [words.failed, counts.failed],
    [words.unprocessed, counts.unprocessed],
    [words.sentAs, upload.sha256 ?? null],
    [words.keptAs, keptAs],
    [words.registered, new Date(registeredAt)],
    [words.start, began],
    [words.end, endedAt],
    [words.duration, durationText(endedAt.getTime() - began.getTime())],
    ...notices.map((notice) => [words.notice, noticeSentence(notice, language)]),
  ];
  const columns = [
    { header: words.item, width: ITEM_WIDTH },
    { header: words.value, width: VALUE_WIDTH, format: DEFAULT_DATE_FORMAT },
  ];
  return { name: words.summary, columns, rows: [rows] };
}

/** Null: no row failed, or none was kept. */
async function causesOf({
  task,
  executor,
  database,
  counts,
}: SettledImport): Promise<SheetToWrite | null> {
  if (counts.failed === 0) return null;
  const causes = new CauseList();
  for await (const page of database.failedRows(task.taskId)) causes.add(page);
  const listed = causes.list();
  if (listed.length === 0) return null;
  const { language } = task;
  const words = logWords(language);
  const rows = listed.map(({ issue, rows }): Cell[] => [
    rows,
    wordIssue(issue, executor.columns, language).column,
    rowIssueSentence(issue, language),
  ]);
  const columns = [
    { header: words.rows },
    { header: words.column, width: ITEM_WIDTH },
    { header: words.cause, width: VALUE_WIDTH },
  ];
  return { name: words.causes, columns, rows: [rows] };
}
