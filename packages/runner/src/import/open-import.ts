/** An import's upload, opened and looked through once. Used by its run, and after its end. */
import { AppError, UploadOptions } from '@longshore/contract';
import type { Database } from '@longshore/database';
import type { ImportExecutor, Row } from '@longshore/executors';
import type { ImportTask } from '@longshore/tasks';
import type { RunServices } from '../run-services.js';
import { type Corrections, correctingTable, hasRowIds } from './corrections/corrections.js';
import { openTable, type Table } from './import-table.js';
import { type Measured, measure } from './measure.js';
import { readKeptUpload } from './preview/kept-upload.js';

export interface OpenedImport {
  readonly task: ImportTask;
  readonly executor: ImportExecutor;
  /** Within the executor's limit of a statement. */
  readonly database: Database;
  readonly options: UploadOptions;
  /** What the upload was asked for beside its file. */
  readonly params: Row;
  readonly table: Table;
  readonly measured: Measured;
  /** Null: the upload is no error workbook that came back. */
  readonly corrections: Corrections | null;
}

/** Throws AppError and WorkbookError: why the upload cannot be read. */
export async function openImport(
  task: ImportTask,
  { business, store, tasks }: RunServices,
  signal: AbortSignal,
): Promise<OpenedImport> {
  const executor = business.find('import', task.type);
  if (executor === undefined)
    throw new AppError('unknown_type', { values: { kind: task.kind, type: task.type } });
  const options = UploadOptions.parse(task.options);
  const params = executor.params.parse(options.params ?? {});
  const database = business.database.bounded(executor.statementTimeoutMs);
  const whole = await openTable({ task, executor, options, store, signal });
  const { corrections: ledger, undo } = database;
  const correcting =
    ledger !== null && hasRowIds(whole)
      ? correctingTable(whole, { task, tasks, ledger, undo })
      : null;
  const kept = correcting === null ? await readKeptUpload(task, whole, { store, signal }) : null;
  const table = kept?.table ?? correcting ?? whole;
  const measured =
    kept?.measured ?? (await measure(table, { executor, options, timeZone: task.timeZone }));
  const corrections = correcting?.corrections ?? null;
  return { task, executor, database, options, params, table, measured, corrections };
}
