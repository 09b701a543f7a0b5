/** An import's upload, opened and looked through once. Used by its run, and after its end. */
import { AppError, UploadOptions } from '@longshore/contract';
import type { Database } from '@longshore/database';
import type { ImportExecutor, Row } from '@longshore/executors';
import type { ImportTask } from '@longshore/tasks';
import type { RunServices } from '../run-services.js';
import { type Corrections, correctingTable, hasRowIds } from './corrections/corrections.js';
import { openMend } from './corrections/open-mend.js';
import { openTable, type Table } from './import-table.js';
import { type Measured, measure } from './measure.js';
import type { OpenedTable } from './opened-table.js';
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
  services: RunServices,
  signal: AbortSignal,
): Promise<OpenedImport> {
  const { forms, ...opened } = await openUnmeasured(task, services, signal);
  const { table, executor, options } = opened;
  const measured =
    opened.measured ??
    (await measure(table, { executor, options, timeZone: task.timeZone, forms }));
  return { ...opened, measured };
}

/** Without a look through its rows. Throws as openImport. */
export async function openUnmeasured(
  task: ImportTask,
  { business, store, tasks }: RunServices,
  signal: AbortSignal,
): Promise<Omit<OpenedImport, 'measured'> & OpenedTable> {
  const executor = business.find('import', task.type);
  if (executor === undefined)
    throw new AppError('unknown_type', { values: { kind: task.kind, type: task.type } });
  const options = UploadOptions.parse(task.options);
  const params = executor.params.parse(options.params ?? {});
  const database = business.database.bounded(executor.statementTimeoutMs);
  const opened =
    task.mends === null
      ? await openUpload({ task, executor, options, store, signal }, tasks, database)
      : await openMend({ task, executor, store, database, signal });
  return { task, executor, database, options, params, ...opened };
}

async function openUpload(
  upload: Parameters<typeof openTable>[0],
  tasks: RunServices['tasks'],
  { corrections: ledger, undo }: Database,
): Promise<OpenedTable> {
  const { task } = upload;
  const whole = await openTable(upload);
  if (ledger !== null && hasRowIds(whole)) {
    const table = correctingTable(whole, { task, tasks, ledger, undo });
    return { table, corrections: table.corrections };
  }
  return { table: whole, corrections: null, ...(await readKeptUpload(task, whole, upload)) };
}
