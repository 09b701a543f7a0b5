/**
 * An import: stored upload -> rows -> checked values -> chunks, each saved with its outcome in one
 * transaction -> error workbook. Before the first row is saved, a first pass over the file checks
 * that all of it is readable, counts its rows and decides its decimal sign. The next chunk is read
 * in small steps while the database saves one, so that the event loop is free for its answer.
 */
import { setImmediate } from 'node:timers/promises';
import { AppError, UploadOptions } from '@longshore/contract';
import { comparePlaces, type Database, type Place, type RunState } from '@longshore/database';
import {
  createEvidence,
  type Evidence,
  type ImportExecutor,
  type TextForms,
} from '@longshore/executors';
import type { AttemptOutcome, ImportTask, StoredFile } from '@longshore/tasks';
import type { ProgressReporter } from '../progress-reporter.js';
import type { RunServices } from '../run-services.js';
import { type CheckedRow, checkRow } from './check-row.js';
import { writeErrorWorkbook } from './error-workbook.js';
import { openTable, type Table, type TableRow } from './import-table.js';
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
  const { total, width, forms: proven } = await measure(table, executor.maxRows);
  const { decimal } = options;
  const forms = decimal === undefined ? proven : { decimal, isAmbiguous: false };
  const state = await saveRows({ task, executor, database, table, total, forms, reporter });
  const issues =
    state.failed === 0
      ? null
      : await writeErrorWorkbook({
          task,
          table,
          columns: executor.columns,
          width,
          signal: reporter.signal,
          database,
          store: services.store,
        });
  return outcomeOf(total, state, issues);
}

function outcomeOf(total: number, state: RunState, issues: StoredFile | null): AttemptOutcome {
  const counts = { total, succeeded: state.succeeded, failed: state.failed };
  return {
    phase: issues === null ? 'succeeded' : 'partial',
    counts,
    result: issues,
    issues,
    notices: [],
    error: null,
  };
}

interface Measured {
  readonly total: number;
  /** Cells of the widest row: some stand right of the header. */
  readonly width: number;
  readonly forms: TextForms;
}

async function measure(table: Table, maxRows: number): Promise<Measured> {
  const evidence = createEvidence();
  let total = 0;
  let width = table.header.length;
  for await (const batch of table.rows({ checkOnly: true })) {
    total += batch.length;
    for (const { cells } of batch) {
      width = Math.max(width, cells.length);
      observeNumbers(cells, table, evidence);
    }
    if (total > maxRows) throw new AppError('too_many_rows', { values: { maxRows } });
  }
  if (total === 0) throw new AppError('no_rows', { values: { sheet: table.sheetName } });
  return { total, width, forms: evidence.decide() };
}

function observeNumbers(cells: TableRow['cells'], { numberColumns }: Table, evidence: Evidence) {
  for (const index of numberColumns) {
    const cell = cells[index];
    if (typeof cell === 'string') evidence.observe(cell);
  }
}

interface SaveOptions {
  readonly task: ImportTask;
  readonly executor: ImportExecutor;
  readonly database: Database;
  readonly table: Table;
  readonly total: number;
  readonly forms: TextForms;
  readonly reporter: ProgressReporter;
}

/** Goes on after the last committed chunk of an earlier attempt. */
async function saveRows({
  task,
  executor,
  database,
  table,
  total,
  forms,
  reporter,
}: SaveOptions): Promise<RunState> {
  const run = { taskId: task.taskId, attempt: task.attempt };
  let state = await database.openRun(run);
  reporter.report({ total, ...countsOf(state) });
  const chunks = prefetch(checkedChunks({ executor, table, forms, cursor: state.cursor }));
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

interface ChunksOptions extends Pick<SaveOptions, 'executor' | 'table' | 'forms'> {
  /** Rows up to this one are committed. */
  readonly cursor: Place;
}

async function* checkedChunks({
  executor,
  table,
  forms,
  cursor,
}: ChunksOptions): AsyncGenerator<CheckedRow[]> {
  for await (const rows of chunks(table.rows(), cursor, executor.chunkRows))
    yield rows.map((row) => checkRow(row, { table, executor, forms }));
}

/** A chunk of very wide rows, or of very long texts, ends before it has all its rows. */
const CHUNK_BYTES = 8 * 1024 ** 2;

/** Regroups batches of the reader into chunks, leaving out rows up to `cursor`. */
async function* chunks(
  batches: AsyncIterable<TableRow[]>,
  cursor: Place,
  chunkRows: number,
): AsyncGenerator<TableRow[]> {
  let chunk: TableRow[] = [];
  let sizeBytes = 0;
  for await (const batch of batches) {
    // The database's answer to the chunk before has its turn first: else it would wait for its next
    // statement.
    await setImmediate();
    for (const row of batch) {
      if (comparePlaces(row.place, cursor) <= 0) continue;
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
