/**
 * An import: stored upload -> rows -> checked values -> chunks, each saved with its outcome in one
 * transaction -> error workbook. Before the first row is saved, a first pass measures the file. The
 * next chunk is read in small steps while the database saves one, so that the event loop is free
 * for its answer.
 */
import { setImmediate } from 'node:timers/promises';
import type { Notice } from '@longshore/contract';
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
import { rollUp } from './corrections/roll-up.js';
import { writeErrorWorkbook } from './error-workbook.js';
import { headerChoice } from './header-choice.js';
import { importNotices } from './import-notices.js';
import type { TableRow } from './import-table.js';
import { type OpenedImport, openImport } from './open-import.js';
import { prefetch } from './prefetch.js';
import { saveChunk } from './save-chunk.js';
import { startBatch } from './start-batch.js';

export async function runImport(
  task: ImportTask,
  reporter: ProgressReporter,
  services: RunServices,
): Promise<AttemptOutcome> {
  const { signal } = reporter;
  const opened = await openImport(task, services, signal);
  const notices = importNotices(opened);
  await keepHeaderChoice(opened, services);
  const state = await saveRows(opened, reporter);
  if (opened.corrections !== null)
    await rollUp(task.taskId, opened.database.corrections, services, notices);
  const issues =
    state.failed === 0
      ? null
      : await writeErrorWorkbook({
          opened,
          prefix: attemptPrefix(task),
          signal,
          store: services.store,
        });
  const { thenBatch } = opened.executor;
  if (thenBatch !== null && state.succeeded > 0)
    await startBatch(thenBatch, task, notices, services);
  return outcomeOf({ total: opened.measured.total, state, issues, notices: notices.list() });
}

/** What fitted once is followed for the same header the next time. */
async function keepHeaderChoice(
  { task, options, table }: OpenedImport,
  { tasks }: RunServices,
): Promise<void> {
  const [first] = table.parts;
  if (first === undefined) return;
  const choice = headerChoice(options, first.header) ?? first.remembered;
  if (choice !== null) await tasks.keepHeaderChoice(task.owner, task.type, choice);
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

/** Goes on after the last committed chunk of an earlier attempt. */
async function saveRows(opened: OpenedImport, reporter: ProgressReporter): Promise<RunState> {
  const { task, executor, database, table, measured } = opened;
  const { total } = measured;
  const run = { taskId: task.taskId, attempt: task.attempt };
  const sheets = table.parts.map(({ sheetName }) => sheetName);
  let state = await database.openRun(run);
  reporter.report({ total, ...countsOf(state) });
  const chunks = prefetch(checkedChunks(opened, state.cursor));
  try {
    for (let checked = await chunks.next(); checked !== null; checked = await chunks.next()) {
      reporter.signal.throwIfAborted();
      const { owner, caller, language, timeZone } = task;
      state = await saveChunk({
        run,
        checked,
        executor,
        owner,
        caller,
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

/** `cursor`: rows up to this one are committed. */
async function* checkedChunks(
  { executor, table, measured }: OpenedImport,
  cursor: Place,
): AsyncGenerator<CheckedRow[]> {
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
