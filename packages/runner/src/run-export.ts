/** An export: the executor's rows -> workbook bytes -> object store, in one stream, never more than a few pages in memory. */
import type { Readable } from 'node:stream';
import { AppError } from '@longshore/contract';
import type { ExportExecutor, Pages, Row } from '@longshore/executors';
import { contentTypeOf } from '@longshore/storage';
import type { RunOutcome, StoredFile, Task } from '@longshore/tasks';
import { type Cell, writeCsv, writeXlsx } from '@longshore/workbook';
import type { RunnerDeps } from './deps.js';
import { attemptPrefix } from './object-keys.js';
import type { ProgressReporter } from './progress-reporter.js';
import { resultFileName, sheetColumns } from './result-file.js';

export async function runExport(task: Task, reporter: ProgressReporter, deps: RunnerDeps): Promise<RunOutcome> {
  const executor = deps.business.exports.get(task.type);
  if (executor === undefined) throw new AppError('unknown_type', { values: { kind: task.kind, type: task.type } });
  const { signal } = reporter;
  const result = await deps.business.database.read(signal, async (db) => {
    const pages = executor.rows(executor.params.parse(task.params), { db, signal, owner: task.owner });
    const total = await countRows(pages, executor.maxRows);
    reporter.report({ total, succeeded: 0, failed: 0 });
    return storeWorkbook(task, executor, cellsOf({ pages, total, executor, reporter }), signal, deps);
  });
  const rows = reporter.counts().succeeded;
  return { phase: 'succeeded', counts: { total: rows, succeeded: rows, failed: 0 }, result, issues: null, error: null };
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

interface CellSource {
  readonly pages: Pages<Row>;
  readonly total: number | null;
  readonly executor: ExportExecutor;
  readonly reporter: ProgressReporter;
}

/** Few enough that the cells of a batch are garbage before V8 copies them to its old generation. */
const BATCH_ROWS = 500;

async function* cellsOf({ pages, total, executor, reporter }: CellSource): AsyncGenerator<Cell[][]> {
  const { columns, maxRows } = executor;
  let rows = 0;
  for await (const page of pages) {
    reporter.signal.throwIfAborted();
    refuseBeyond(maxRows, rows + page.length);
    for (let from = 0; from < page.length; from += BATCH_ROWS) {
      const batch = page.slice(from, from + BATCH_ROWS);
      yield batch.map((row) => columns.map(({ key, toCell }) => toCell(row[key])));
      rows += batch.length;
      reporter.report({ total, succeeded: rows, failed: 0 });
    }
  }
}

async function storeWorkbook(
  task: Task,
  executor: ExportExecutor,
  rows: AsyncIterable<Cell[][]>,
  signal: AbortSignal,
  deps: RunnerDeps,
): Promise<StoredFile> {
  const name = resultFileName(task, executor.title[task.language]);
  const key = `${attemptPrefix(task)}/result.${task.format}`;
  const columns = sheetColumns(executor.columns);
  const body: Readable =
    task.format === 'csv'
      ? writeCsv({ columns, rows }, { signal })
      : writeXlsx([{ name: executor.title[task.language], columns, rows }], { signal });
  const { sizeBytes } = await deps.store.put(key, body, { contentType: contentTypeOf(name), signal });
  return { key, name, sizeBytes };
}
