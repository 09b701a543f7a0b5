/**
 * An export: the executor's rows -> workbook bytes -> object store, in one stream, never more than
 * a few pages in memory.
 */
import type { Readable } from 'node:stream';
import { AppError } from '@longshore/contract';
import type { Pages } from '@longshore/database';
import {
  type Column,
  checkRowsOf,
  columnsIn,
  columnsInZone,
  type ExportExecutor,
  type Row,
} from '@longshore/executors';
import { contentTypeOf } from '@longshore/storage';
import {
  type AttemptOutcome,
  attemptFileKey,
  type ExportTask,
  type StoredFile,
} from '@longshore/tasks';
import { type ByteRows, type Cell, writeCsv, writeXlsx } from '@longshore/workbook';
import { createNoticeList, type NoticeList } from '../notice-list.js';
import type { ProgressReporter } from '../progress-reporter.js';
import { resultFileName, sheetColumns } from '../result-file.js';
import type { RunServices } from '../run-services.js';
import { checkedBytes, checkedPages } from './checked-rows.js';
import { encodedCells } from './encoded-cells.js';

export async function runExport(
  task: ExportTask,
  reporter: ProgressReporter,
  services: RunServices,
): Promise<AttemptOutcome> {
  const executor = services.business.find('export', task.type);
  if (executor === undefined)
    throw new AppError('unknown_type', { values: { kind: task.kind, type: task.type } });
  const { signal } = reporter;
  const notices = createNoticeList();
  const database = services.business.database.bounded(executor.statementTimeoutMs);
  const result = await database.read(signal, async (db) => {
    const pages = executor.rows(executor.params.parse(task.params), {
      db,
      signal,
      owner: task.owner,
      language: task.language,
      timeZone: task.timeZone,
    });
    const total = await countRows(pages, executor.maxRows);
    reporter.report({ total, succeeded: 0, failed: 0 });
    const columns = columnsInZone(columnsIn(executor.columns, task.language), task.timeZone);
    return storeFile(task, { pages, total, executor, columns, reporter, notices }, services);
  });
  const rows = reporter.counts().succeeded;
  return {
    phase: 'succeeded',
    counts: { total: rows, succeeded: rows, failed: 0 },
    result,
    issues: null,
    notices: notices.list(),
    error: null,
  };
}

/** Null when the pages cannot be counted beforehand. */
async function countRows(pages: Pages<Row>, maxRows: number): Promise<number | null> {
  const total = (await pages.count?.()) ?? null;
  if (total !== null) refuseBeyond(maxRows, total);
  return total;
}

function refuseBeyond(maxRows: number, rows: number): void {
  if (rows > maxRows) throw new AppError('too_many_rows', { values: { maxRows } });
}

interface Source {
  readonly pages: Pages<Row>;
  readonly total: number | null;
  readonly executor: ExportExecutor;
  /** In the language of the task. */
  readonly columns: readonly Column[];
  readonly reporter: ProgressReporter;
  readonly notices: NoticeList;
}

async function storeFile(
  task: ExportTask,
  source: Source,
  services: RunServices,
): Promise<StoredFile> {
  const { signal } = source.reporter;
  const name = resultFileName(task, source.executor.title[task.language]);
  const key = attemptFileKey(task, `result.${task.format}`);
  const body = task.format === 'csv' ? csvOf(source, task) : await workbookOf(source, task);
  const { sizeBytes } = await services.store.put(key, body, {
    contentType: contentTypeOf(name),
    signal,
  });
  return { key, name, sizeBytes };
}

function csvOf(source: Source, { timeZone }: ExportTask): Readable {
  const { columns, reporter } = source;
  return writeCsv(
    { columns: sheetColumns(columns), rows: counted(cellsOf(source), source) },
    { signal: reporter.signal, timeZone },
  );
}

/** From the bytes that the database sends, where the pages can give them. */
async function workbookOf(source: Source, { language, timeZone }: ExportTask): Promise<Readable> {
  const { pages, executor, columns, reporter, notices } = source;
  const found = (await pages.encoded?.(columns.map(({ key }) => key))) ?? null;
  const encoded = found === null ? null : checkedBytes(found, checkRowsOf(executor));
  const rows = counted<Cell[][] | ByteRows>(
    encoded === null ? cellsOf(source) : encodedCells(encoded, columns),
    source,
  );
  return writeXlsx([{ name: executor.title[language], columns: sheetColumns(columns), rows }], {
    signal: reporter.signal,
    timeZone,
    onNotice: ({ code, values }) => notices.add(code, values),
  });
}

/** Few enough that the cells of a batch are garbage before V8 copies them to its old generation. */
const BATCH_ROWS = 500;

async function* cellsOf({ pages, executor, columns }: Source): AsyncGenerator<Cell[][]> {
  for await (const page of checkedPages(pages, checkRowsOf(executor)))
    for (let from = 0; from < page.length; from += BATCH_ROWS)
      yield page
        .slice(from, from + BATCH_ROWS)
        .map((row) => columns.map(({ key, toCell }) => toCell(row[key])));
}

/** Reports each batch once it is written. */
async function* counted<Batch extends { readonly length: number }>(
  batches: AsyncIterable<Batch>,
  { total, executor, reporter }: Source,
): AsyncGenerator<Batch> {
  let rows = 0;
  for await (const batch of batches) {
    reporter.signal.throwIfAborted();
    refuseBeyond(executor.maxRows, rows + batch.length);
    yield batch;
    rows += batch.length;
    reporter.report({ total, succeeded: rows, failed: 0 });
  }
  if (total !== null && rows !== total)
    throw new Error(
      `The rows of ${executor.type} ended at ${rows}, though count() promised ${total}: a key that is null, or not unique?`,
    );
}
