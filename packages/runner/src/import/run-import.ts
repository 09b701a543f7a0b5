/**
 * An import: stored upload -> rows -> checked values -> chunks, each saved with its outcome in one
 * transaction, or all together -> error workbook. Before the first row is saved, a first pass
 * measures the file. The next chunk is read in small steps while the database saves one, so that
 * the event loop is free for its answer. What is to be previewed is only looked through, until it
 * is confirmed.
 */
import type { RunState } from '@longshore/database';
import type { AttemptOutcome, ImportTask } from '@longshore/tasks';
import type { ProgressReporter } from '../progress-reporter.js';
import type { RunServices } from '../run-services.js';
import { rollUp } from './corrections/roll-up.js';
import { keepLayout } from './corrections/rows-kept.js';
import { headerChoice } from './header-choice.js';
import { importNotices } from './import-notices.js';
import { writeImportLog } from './log/import-log.js';
import { type OpenedImport, openImport } from './open-import.js';
import { outcomeOf } from './policies/import-outcome.js';
import { saveChunks } from './policies/save-chunks.js';
import { savePlan } from './policies/save-plan.js';
import { saveWhole, type Undone } from './policies/save-whole.js';
import { type Saving, savingOf } from './policies/saving.js';
import { forgetKeptRows } from './preview/kept-upload.js';
import { readPreviewed } from './preview/previewed.js';
import { runPreview } from './preview/run-preview.js';
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
  const plan = savePlan(opened.executor, opened.options);
  const end = await saveRows(savingOf({ opened, plan, reporter, previewed }));
  if (opened.corrections !== null)
    await rollUp(task.taskId, opened.database.corrections, services, notices);
  const outcome = await outcomeOf({ opened, plan, end, notices, services, signal });
  const { thenBatch } = opened.executor;
  if (thenBatch !== null && outcome.phase !== 'failed' && end.state.succeeded > 0)
    await startBatch(thenBatch, task, notices, services);
  const told = { ...outcome, notices: notices.list() };
  // that of a failed import is written once its record tells why it failed
  if (told.phase !== 'failed') await writeImportLog(opened, end.state, told, signal, services);
  await forgetKeptRows(task, services);
  return told;
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

interface SavedRows {
  readonly state: RunState;
  /** Too many rows had failed before all were reached. */
  readonly isStopped: boolean;
  /** Null: what was saved is committed. */
  readonly undone: Undone | null;
}

/** Goes on after what an earlier attempt committed. */
async function saveRows(saving: Saving): Promise<SavedRows> {
  const { opened, plan, reporter, run } = saving;
  const state = await opened.database.openRun(run);
  await keepLayout(opened);
  reporter.report({ total: opened.measured.total, ...countsOf(state) });
  return plan.isOneTransaction
    ? { isStopped: false, ...(await saveWhole(saving, state)) }
    : { undone: null, ...(await saveChunks(saving, state)) };
}

const countsOf = ({ succeeded, failed }: RunState) => ({ succeeded, failed });
