/**
 * The undo of an import: its kept rows, the newest transaction first, each put back in one
 * transaction with the outcome and the removal of what was kept. Where a worker dies, the next
 * attempt finds what is still kept.
 */
import { UploadOptions } from '@longshore/contract';
import type { RunState } from '@longshore/database';
import { type AttemptOutcome, attemptPrefix, type ImportTask } from '@longshore/tasks';
import { createNoticeList } from '../../notice-list.js';
import type { ProgressReporter } from '../../progress-reporter.js';
import type { RunServices } from '../../run-services.js';
import { writeLeftRows } from './left-rows.js';
import { type OpenedUndo, openUndo } from './open-undo.js';
import { previewUndo } from './preview-undo.js';
import { undoChunk } from './undo-chunk.js';

export async function runUndo(
  task: ImportTask & { readonly undoes: string },
  reporter: ProgressReporter,
  services: RunServices,
): Promise<AttemptOutcome> {
  const opened = openUndo(task, reporter.signal, services);
  if (UploadOptions.parse(task.options).preview === true && task.preview === null)
    return previewUndo(opened, reporter, services);
  const { database, ledger } = opened;
  const { total, state } = await putRowsBack(opened, reporter);
  const { signal } = reporter;
  const left =
    state.failed === 0
      ? null
      : await writeLeftRows({
          task,
          executor: opened.undoing.executor,
          database,
          prefix: attemptPrefix(task),
          store: services.store,
          signal,
        });
  const notices = createNoticeList();
  const removed = await ledger.removedBy(task.taskId);
  const putBack = state.succeeded - removed;
  if (removed > 0) notices.add('rows_removed', { count: removed });
  if (putBack > 0) notices.add('rows_put_back', { count: putBack });
  return {
    phase: left === null ? 'succeeded' : 'partial',
    counts: { total, succeeded: state.succeeded, failed: state.failed },
    result: left,
    issues: left,
    notices: notices.list(),
    error: null,
  };
}

async function putRowsBack(
  { task, undoes, undoing, database, ledger }: OpenedUndo,
  reporter: ProgressReporter,
): Promise<{ readonly total: number; readonly state: RunState }> {
  const run = { taskId: task.taskId, attempt: task.attempt };
  await ledger.begin(undoes, task.taskId);
  let state = await database.openRun(run);
  const kept = (await ledger.state(undoes))?.rows ?? 0;
  const total = state.succeeded + state.failed + kept;
  const report = () => reporter.report({ total, succeeded: state.succeeded, failed: state.failed });
  report();
  for (;;) {
    reporter.signal.throwIfAborted();
    const newest = await ledger.newest(undoes);
    if (newest === null) return { total, state };
    const cursor = { part: 1, row: state.cursor.row + 1 };
    state = await undoChunk(undoing, {
      kept: newest,
      transact: (putBack, constraints) =>
        database.chunk(
          run,
          undoing.signal,
          async (tx) => {
            const { done, left } = await putBack(tx);
            const removed = done.filter(({ after }) => after.row === null).length;
            const undone = { number: newest.number, removed };
            return { cursor, succeeded: done.length, failed: left, undone };
          },
          { constraints, steady: true },
        ),
    });
    report();
  }
}
