/**
 * An import: stored upload -> rows -> checked values -> chunks, each saved with its outcome in one
 * transaction -> error workbook. Before the first row is saved, a first pass measures the file. The
 * next chunk is read in small steps while the database saves one, so that the event loop is free
 * for its answer.
 */
import { setImmediate } from 'node:timers/promises';
import { AppError, type Notice, UploadOptions } from '@longshore/contract';
import { comparePlaces, type Database, type Place, type RunState } from '@longshore/database';
import type { ImportExecutor } from '@longshore/executors';
import type { AttemptOutcome, ImportTask, StoredFile } from '@longshore/tasks';
import type { ProgressReporter } from '../progress-reporter.js';
import type { RunServices } from '../run-services.js';
import { type CheckedRow, checkRow } from './check-row.js';
import { writeErrorWorkbook } from './error-workbook.js';
import { importNotices } from './import-notices.js';
import { openTable, type Table, type TableRow } from './import-table.js';
import { type Measured, measure } from './measure.js';
import { prefetch } from './prefetch.js';
import { saveChunk } from './save-chunk.js';

export async function runImport(
  task: ImportTask,
  reporter: ProgressReporter,
  services: RunServices,
): Promise<AttemptOutcome> {
  const executor = services.business.find('import', task.type);
  if (executor === undefined)
    throw new AppError('unknown_type', { values: { kind: task.kind, type: task.type } });
  const database = services.business.database.bounded(executor.statementTimeoutMs);
  const options = UploadOptions.parse(task.options);
  const table = await openTable({
    task,
    executor,
    options,
    store: services.store,
    signal: reporter.signal,
  });
  const measured = await measure(table, executor, options);
  const notices = importNotices({ table, measured, executor, options });
  const state = await saveRows({ task, executor, database, table, measured, reporter });
  const issues =
    state.failed === 0
      ? null
      : await writeErrorWorkbook({
          task,
          table,
          columns: executor.columns,
          widths: measured.widths,
          signal: reporter.signal,
          database,
          store: services.store,
        });
  return outcomeOf({ total: measured.total, state, issues, notices: notices.list() });
}

interface ImportEnd {
  readonly total: number;
  readonly state: RunState;
  readonly issues: StoredFile | null;
  readonly notices: readonly Notice[];
}

function outcomeOf({ total, state, issues, notices }: ImportEnd): AttemptOutcome {
  const counts = { total, succeeded: state.succeeded, failed: state.failed };
  return {
    phase: issues === null ? 'succeeded' : 'partial',
    counts,
    result: issues,
    issues,
    notices,
    error: null,
  };
}

interface SaveOptions {
  readonly task: ImportTask;
  readonly executor: ImportExecutor;
  readonly database: Database;
  readonly table: Table;
  readonly measured: Measured;
  readonly reporter: ProgressReporter;
}

/** Goes on after the last committed chunk of an earlier attempt. */
async function saveRows({
  task,
  executor,
  database,
  table,
  measured,
  reporter,
}: SaveOptions): Promise<RunState> {
  const run = { taskId: task.taskId, attempt: task.attempt };
  const { total } = measured;
  const sheets = table.parts.map(({ sheetName }) => sheetName);
  let state = await database.openRun(run);
  reporter.report({ total, ...countsOf(state) });
  const chunks = prefetch(checkedChunks({ executor, table, measured, cursor: state.cursor }));
  try {
    for (let checked = await chunks.next(); checked !== null; checked = await chunks.next()) {
      reporter.signal.throwIfAborted();
      const { owner, language, timeZone } = task;
      state = await saveChunk({
        run,
        checked,
        executor,
        owner,
        language,
        timeZone,
        database,
        sheets,
        signal: reporter.signal,
        onStatementsSent: chunks.prefetchNext,
      });
      reporter.report({ total, ...countsOf(state) });
    }
  } finally {
    await chunks.close();
  }
  return state;
}

const countsOf = ({ succeeded, failed }: RunState) => ({ succeeded, failed });

interface ChunksOptions extends Pick<SaveOptions, 'executor' | 'table' | 'measured'> {
  /** Rows up to this one are committed. */
  readonly cursor: Place;
}

async function* checkedChunks({
  executor,
  table,
  measured,
  cursor,
}: ChunksOptions): AsyncGenerator<CheckedRow[]> {
  const { forms, sameKeys } = measured;
  const isToDo = ({ place }: TableRow) =>
    comparePlaces(place, cursor) > 0 && !sameKeys.isLeft(place);
  for await (const rows of chunks(table.rows(), isToDo, executor.chunkRows))
    yield rows.map((row) => checkRow(row, { table, executor, forms, sameKeys }));
}

/** A chunk of very wide rows, or of very long texts, ends before it has all its rows. */
const CHUNK_BYTES = 8 * 1024 ** 2;

/** Regroups those rows of the reader's batches that are to be saved into chunks. */
async function* chunks(
  batches: AsyncIterable<TableRow[]>,
  isToDo: (row: TableRow) => boolean,
  chunkRows: number,
): AsyncGenerator<TableRow[]> {
  let chunk: TableRow[] = [];
  let sizeBytes = 0;
  for await (const batch of batches) {
    // The database's answer to the chunk before has its turn first: else it would wait for its next
    // statement.
    await setImmediate();
    for (const row of batch) {
      if (!isToDo(row)) continue;
      chunk.push(row);
      sizeBytes += roughSize(row);
      if (chunk.length < chunkRows && sizeBytes < CHUNK_BYTES) continue;
      yield chunk;
      chunk = [];
      sizeBytes = 0;
    }
  }
  if (chunk.length > 0) yield chunk;
}

const CELL_BYTES = 8;

/** In memory; an empty cell takes room too. */
function roughSize({ cells }: TableRow): number {
  let sizeBytes = cells.length * CELL_BYTES;
  for (const cell of cells) if (typeof cell === 'string') sizeBytes += cell.length;
  return sizeBytes;
}
