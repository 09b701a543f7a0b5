/**
 * The workbook of the records that did not succeed: the columns of the batch's row, then flag and
 * reasons, under headers that an import knows and leaves
 * out.
 */
import { inLanguage } from '@longshore/contract';
import type { FailedRecord } from '@longshore/database';
import {
  type Column,
  columnNote,
  columnsIn,
  columnsInZone,
  maskColumns,
  type Row,
} from '@longshore/executors';
import { contentTypeOf } from '@longshore/storage';
import type { StoredFile } from '@longshore/tasks';
import { type Cell, formColumn, type SheetToWrite, writeXlsx } from '@longshore/workbook';
import { correctionHeader } from '../../import/correction-columns.js';
import { WORKBOOK_CELLS } from '../../import/error-cells.js';
import { errorFileName } from '../../result-file.js';
import type { RunServices } from '../../run-services.js';
import type { OpenedBatch } from '../opened-batch.js';
import { flagOf } from './record-state.js';
import { batchFileName } from './result-workbook.js';
import { reasonCell } from './words.js';

const FLAG_WIDTH = 18;
const REASONS_WIDTH = 60;

/** Writes and stores the records of the run that stand at exception or failure. */
export async function writeIssuesWorkbook(
  batch: OpenedBatch,
  prefix: string,
  { store }: Pick<RunServices, 'store'>,
): Promise<StoredFile> {
  const { signal, language, timeZone } = batch.context;
  const key = `${prefix}/issues.xlsx`;
  const name = errorFileName(batchFileName(batch), language, 'xlsx');
  const body = writeXlsx([issuesSheet(batch)], { signal, timeZone });
  const { sizeBytes } = await store.put(key, body, { contentType: contentTypeOf(name), signal });
  return { key, name, sizeBytes };
}

/** As the file shows them to the caller of the batch. */
export function shownColumns({
  executor,
  context: { language, timeZone, caller },
}: OpenedBatch): readonly Column[] {
  const columns = columnsInZone(columnsIn(executor.columns, language), timeZone);
  return maskColumns(columns, caller);
}

function issuesSheet(batch: OpenedBatch): SheetToWrite {
  const { executor, context } = batch;
  const { language } = context;
  const columns = shownColumns(batch);
  const named = (name: 'flag' | 'reasons') => correctionHeader(name, language, executor.columns);
  return {
    name: inLanguage(executor.title, language),
    columns: [
      ...columns.map((column) => formColumn({ ...column, note: columnNote(column, language) })),
      { header: named('flag'), width: FLAG_WIDTH },
      { header: named('reasons'), width: REASONS_WIDTH },
    ],
    rows: issuesRows(batch, columns),
    form: true,
  };
}

async function* issuesRows(
  { database, executor, task, context }: OpenedBatch,
  columns: readonly Column[],
): AsyncGenerator<Cell[][]> {
  const { source } = executor;
  for await (const page of database.failedRecords(task.taskId)) {
    const rows = await database.recordsByKey(
      source,
      page.map(({ key }) => key),
    );
    yield page.map((record) => {
      // A record that is no more has its key only.
      const row: Row = rows.get(record.key) ?? { [source.key]: record.key };
      const cells = columns.map(({ key, toCell }) => WORKBOOK_CELLS.write(toCell(row[key])));
      return [...cells, flagIn(record, source.flags), reasonCell(record.message, context.language)];
    });
  }
}

/** An exception of a table without that flag is at failure. */
const flagIn = (
  { state }: FailedRecord,
  flags: OpenedBatch['executor']['source']['flags'],
): string | null => flagOf(state, flags) ?? flagOf('failure', flags);
