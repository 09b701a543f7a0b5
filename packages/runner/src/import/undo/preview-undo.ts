/**
 * What an undo would do: each transaction of it is tried and undone. Nothing is written, and an
 * attempt that dies leaves nothing behind.
 */
import { Readable } from 'node:stream';
import { type AttemptOutcome, previewKeys } from '@longshore/tasks';
import type { ProgressReporter } from '../../progress-reporter.js';
import type { RunServices } from '../../run-services.js';
import { PreviewFigures } from '../preview/preview-figures.js';
import type { OpenedUndo } from './open-undo.js';
import { undoChunk } from './undo-chunk.js';

export async function previewUndo(
  { task, undoes, undoing, database, ledger }: OpenedUndo,
  reporter: ProgressReporter,
  { store }: Pick<RunServices, 'store'>,
): Promise<AttemptOutcome> {
  const { rehearse } = database;
  if (rehearse === null) throw new Error('A database that keeps rows can undo what it tried');
  const total = (await ledger.state(undoes))?.rows ?? 0;
  const counts = { total, succeeded: 0, failed: 0 };
  const figures = new PreviewFigures({ task, executor: undoing.executor, names: [{}] });
  const report = () => reporter.report({ ...counts, looked: figures.looked });
  report();
  /** Of rows that a correction saved: the undo puts them back before it comes to older ones. */
  const corrected = new Set<string>();
  for (let kept = await ledger.newest(undoes); kept !== null; ) {
    reporter.signal.throwIfAborted();
    const { done, left } = await undoChunk(undoing, {
      kept,
      isExpected: (key) => corrected.has(key),
      transact: (putBack, constraints) => rehearse(undoing.signal, putBack, { constraints }),
    });
    figures.add({ tried: done, compared: [], checked: 0, failed: left, states: [], kept: null });
    if (kept.madeBy !== undoes) for (const { key } of done) corrected.add(key ?? '');
    report();
    kept = await ledger.newest(undoes, kept.number);
  }
  const shown = Buffer.from(JSON.stringify(figures.shown('differences', true)));
  const { signal } = reporter;
  await store.put(previewKeys(task).shown, Readable.from([shown], { objectMode: false }), {
    signal,
  });
  return { phase: 'previewed', counts, result: null, issues: null, notices: [], error: null };
}
