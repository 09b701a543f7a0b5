/**
 * An import: stored upload -> rows -> checked values -> chunks, each saved with its outcome in one
 * transaction -> error workbook. Before the first row is saved, a first pass over the file checks
 * that all of it is readable, counts its rows and decides how its numbers and dates are written.
 * The next chunk is read in small steps while the database saves one, so that the event loop is
 * free for its answer.
 */
import { setImmediate } from 'node:timers/promises';
import { comparePlaces, type Place, type RunState } from '@longshore/database';
import {
  type AttemptOutcome,
  attemptPrefix,
  type ImportTask,
  type StoredFile,
} from '@longshore/tasks';
import type { ProgressReporter } from '../progress-reporter.js';
import type { RunServices } from '../run-services.js';
import { type CheckedRow, checkRow } from './check-row.js';
import { writeErrorWorkbook } from './error-workbook.js';
import type { TableRow } from './import-table.js';
import { type OpenedImport, openImport } from './open-import.js';
import { prefetch } from './prefetch.js';
import { saveChunk } from './save-chunk.js';

export async function runImport(
  task: ImportTask,
  reporter: ProgressReporter,
  services: RunServices,
): Promise<AttemptOutcome> {
  const { signal } = reporter;
  const opened = await openImport(task, services, signal);
  const state = await saveRows(opened, reporter);
  const issues =
    state.failed === 0
      ? null
      : await writeErrorWorkbook({
          opened,
          prefix: attemptPrefix(task),
          signal,
          store: services.store,
        });
  return outcomeOf(opened.measured.total, state, issues);
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

/** Goes on after the last committed chunk of an earlier attempt. */
async function saveRows(opened: OpenedImport, reporter: ProgressReporter): Promise<RunState> {
  const { task, executor, database, measured } = opened;
  const { total } = measured;
  const run = { taskId: task.taskId, attempt: task.attempt };
  let state = await database.openRun(run);
  reporter.report({ total, ...countsOf(state) });
  const chunks = prefetch(checkedChunks(opened, state.cursor));
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

/** `cursor`: rows up to this one are committed. */
async function* checkedChunks(
  { executor, table, measured: { forms } }: OpenedImport,
  cursor: Place,
): AsyncGenerator<CheckedRow[]> {
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
