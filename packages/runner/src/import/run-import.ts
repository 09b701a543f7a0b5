/**
 * An import: stored upload -> rows -> checked values -> chunks, each saved with its outcome in one
 * transaction -> error workbook. Before the first row is saved, a first pass measures the file. The
 * next chunk is read in small steps while the database saves one, so that the event loop is free
 * for its answer. What is to be previewed is only looked through, until it is confirmed.
 */
import type { Notice } from '@longshore/contract';
import type { RunState } from '@longshore/database';
import {
  type AttemptOutcome,
  attemptPrefix,
  type ImportTask,
  type StoredFile,
} from '@longshore/tasks';
import type { ProgressReporter } from '../progress-reporter.js';
import type { RunServices } from '../run-services.js';
import { checkedChunks } from './checked-chunks.js';
import { rollUp } from './corrections/roll-up.js';
import { keepLayout } from './corrections/rows-kept.js';
import { writeErrorWorkbook } from './error-workbook.js';
import { headerChoice } from './header-choice.js';
import { importNotices } from './import-notices.js';
import { type OpenedImport, openImport } from './open-import.js';
import { partNames } from './part-names.js';
import { prefetch } from './prefetch.js';
import { type Previewed, readPreviewed } from './preview/previewed.js';
import { runPreview } from './preview/run-preview.js';
import { saveChunk } from './save-chunk.js';
import { startBatch } from './start-batch.js';
import { runUndo } from './undo/run-undo.js';

export async function runImport(
  task: ImportTask,
  reporter: ProgressReporter,
  services: RunServices,
): Promise<AttemptOutcome> {
  const { signal } = reporter;
  const { undoes } = task;
  if (undoes !== null) return runUndo({ ...task, undoes }, reporter, services);
  const opened = await openImport(task, services, signal);
  if (opened.options.preview === true && task.preview === null)
    return runPreview(opened, reporter, services);
  const notices = importNotices(opened);
  await keepHeaderChoice(opened, services);
  const previewed = await readPreviewed(opened, services, signal);
  const state = await saveRows(opened, previewed, reporter);
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
  if (first === undefined || task.mends !== null) return;
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
async function saveRows(
  opened: OpenedImport,
  previewed: Previewed | null,
  reporter: ProgressReporter,
): Promise<RunState> {
  const { task, executor, database, params, table, measured } = opened;
  const { total } = measured;
  const run = { taskId: task.taskId, attempt: task.attempt };
  const names = partNames(table);
  let state = await database.openRun(run);
  await keepLayout(opened);
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
        params,
        attachments: table.attachments,
        database,
        names,
        previewed,
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
