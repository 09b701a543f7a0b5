/**
 * The summary of an import that ran to its end: counts, times, notices, issues by cause, and that
 * the upload is the same afterwards. Used by run-import.ts.
 */
import { createHash } from 'node:crypto';
import { type Notice, noticeSentence, rowIssueSentence } from '@longshore/contract';
import type { RunState } from '@longshore/database';
import { wordIssue } from '@longshore/executors';
import { contentTypeOf } from '@longshore/storage';
import { importLog } from '@longshore/tasks';
import { type Cell, type SheetToWrite, writeXlsx } from '@longshore/workbook';
import { DEFAULT_DATE_FORMAT } from '@longshore/workbook/dates';
import { durationText } from '../../duration-text.js';
import type { RunServices } from '../../run-services.js';
import type { OpenedImport } from '../open-import.js';
import { CauseList } from '../preview/cause-list.js';
import { logWords } from './words.js';

const ITEM_WIDTH = 24;
const VALUE_WIDTH = 68;

interface ImportEnd {
  readonly counts: Pick<RunState, 'succeeded' | 'failed'>;
  readonly notices: readonly Notice[];
  readonly signal: AbortSignal;
}

export async function writeSummary(
  opened: OpenedImport,
  end: ImportEnd,
  { store }: Pick<RunServices, 'store'>,
): Promise<void> {
  const { task } = opened;
  const { key: uploadKey, sha256 } = task.upload;
  const keptAs = sha256 === undefined ? null : await sha256Of(uploadKey, end.signal, store);
  const causes = await causesOf(opened, end);
  const sheets = [summarySheet(opened, end, keptAs), ...(causes === null ? [] : [causes])];
  const { key, name } = importLog(task, 'summary');
  const body = writeXlsx(sheets, { signal: end.signal, timeZone: task.timeZone });
  await store.put(key, body, { contentType: contentTypeOf(name), signal: end.signal });
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

function summarySheet(
  { task, executor, measured }: OpenedImport,
  { counts, notices }: ImportEnd,
  keptAs: string | null,
): SheetToWrite {
  const { language, upload, taskId, registeredAt, startedAt } = task;
  const words = logWords(language);
  const endedAt = new Date();
  const began = new Date(startedAt ?? registeredAt);
  const rows: Cell[][] = [
    [words.file, upload.name],
    [words.type, executor.title[language]],
    [words.task, taskId],
    [words.rows, measured.total],
    [words.saved, counts.succeeded],
    [words.failed, counts.failed],
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
async function causesOf(
  { task, executor, database }: OpenedImport,
  { counts }: ImportEnd,
): Promise<SheetToWrite | null> {
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
