/**
 * The bytes of an export's file, whole or from a checkpoint on. Used by run-export.ts.
 */
import type { Readable } from 'node:stream';
import { AppError, inLanguage } from '@longshore/contract';
import type { Pages } from '@longshore/database';
import {
  type Column,
  columnsIn,
  columnsInZone,
  type ExportExecutor,
  maskColumns,
  type Row,
} from '@longshore/executors';
import type { ExportTask } from '@longshore/tasks';
import {
  fillTemplate,
  type WriteCheckpoint,
  type WriteXlsxOptions,
  writeCsv,
  writeXlsx,
} from '@longshore/workbook';
import type { NoticeList } from '../notice-list.js';
import type { ProgressReporter } from '../progress-reporter.js';
import { resultFileName, sheetColumns } from '../result-file.js';
import type { CellBatch } from './cell-batch.js';
import { cellBatches, valueBatches } from './cell-batches.js';
import type { RowPlace, WrittenFile } from './checkpoints.js';
import { zipFile } from './zip-file.js';

export interface ExportFile {
  readonly task: ExportTask;
  readonly executor: ExportExecutor;
  /** In the language and the zone of the task. */
  readonly columns: readonly Column[];
  /** Of the whole file, or those behind `written`. */
  readonly pages: Pages<Row>;
  /** What other attempts have written of the file. */
  readonly written?: WrittenFile;
  readonly reporter: ProgressReporter;
  readonly notices: NoticeList;
}

/** `onCheckpoint` hears of the places from which another attempt can go on. */
export async function exportFile(
  file: ExportFile,
  onCheckpoint: (checkpoint: WriteCheckpoint) => void,
): Promise<Readable> {
  const { task, executor, reporter, notices } = file;
  const { timeZone } = task;
  const options = { signal: reporter.signal, timeZone, onCheckpoint, from: file.written };
  const columns = sheetColumns(file.columns);
  if (task.format === 'csv') {
    const total = await countRows(file);
    return writeCsv({ columns, ...counted(valueBatches(file), file, total) }, options);
  }
  const name = inLanguage(executor.title, task.language);
  if (task.format === 'zip') {
    const total = await countRows(file);
    const by = fileColumn(file);
    const source = { ...file, columns: [...file.columns, ...by] };
    return zipFile({
      batches: counted(valueBatches(source), file, total).rows,
      columns,
      total,
      title: name,
      name: resultFileName(task, name).replace(/\.zip$/i, ''),
      rowsPerFile: task.rowsPerFile,
      isByValue: by.length > 0,
      timeZone,
      notices,
      signal: reporter.signal,
    });
  }
  const cells = await cellBatches(file);
  const rows = counted(cells.batches, file, await countRows(file, cells.total));
  const onNotice: NonNullable<WriteXlsxOptions['onNotice']> = ({ code, values }) =>
    notices.add(code, values);
  if (executor.template !== null) {
    const template = await executor.template({ language: task.language, timeZone });
    return fillTemplate(template, { columns, rows: rows.rows }, { ...options, onNotice });
  }
  return writeXlsx([{ name, columns, ...rows }], {
    ...options,
    onNotice,
  });
}

/** Shown to those for whom the column is masked as its sign. */
function fileColumn({ executor: { columns, fileBy }, task }: ExportFile): readonly Column[] {
  const found = columns.filter(({ key }) => key === fileBy);
  return maskColumns(columnsInZone(columnsIn(found, task.language), task.timeZone), task.caller);
}

const rowsBefore = ({ written }: ExportFile): number => written?.place.rows ?? 0;

/** Null when the pages cannot be counted beforehand. `known`: rows of the pages, or null. */
async function countRows(file: ExportFile, known: number | null = null): Promise<number | null> {
  const before = rowsBefore(file);
  const rest = known ?? (await file.pages.count?.()) ?? null;
  const total = rest === null ? null : before + rest;
  if (total !== null) refuseBeyond(file.executor.maxRows, total);
  file.reporter.report({ total, succeeded: before, failed: 0 });
  return total;
}

function refuseBeyond(maxRows: number, rows: number): void {
  if (rows > maxRows) throw new AppError('too_many_rows', { values: { maxRows } });
}

/** Rows for a writer. Reports each batch once it is written. */
function counted<Cells extends { readonly length: number }>(
  batches: AsyncIterable<CellBatch<Cells>>,
  file: ExportFile,
  total: number | null,
) {
  const { executor, reporter } = file;
  let place: () => RowPlace | null = () => null;
  async function* rows(): AsyncGenerator<Cells> {
    let given = rowsBefore(file);
    for await (const { cells, key } of batches) {
      reporter.signal.throwIfAborted();
      given += cells.length;
      refuseBeyond(executor.maxRows, given);
      place = () => placeOf(key(), given);
      yield cells;
      reporter.report({ total, succeeded: given, failed: 0 });
    }
    if (total !== null && given !== total)
      throw new Error(
        `The rows of ${executor.type} ended at ${given}, though count() promised ${total}: a key that is null, or not unique?`,
      );
  }
  return { rows: rows(), place: () => place() };
}

const placeOf = (key: RowPlace['key'] | null, rows: number): RowPlace | null =>
  key === null ? null : { key, rows };
