/**
 * A preview: everything but the commit. Nothing is written to the business's tables, nor to the run
 * ledger: an attempt that dies leaves nothing behind, and the next one begins anew. What was found
 * is stored beside the upload, under the number of the attempt that found it; the first figures
 * soon, and then every two seconds.
 */
import { Readable } from 'node:stream';
import { type AttemptOutcome, previewKeys } from '@longshore/tasks';
import type { ProgressReporter } from '../../progress-reporter.js';
import type { RunServices } from '../../run-services.js';
import { checkedChunks } from '../checked-chunks.js';
import { importNotices } from '../import-notices.js';
import type { OpenedImport } from '../open-import.js';
import { partNames } from '../part-names.js';
import { type SavePlan, savePlan } from '../policies/save-plan.js';
import { prefetch } from '../prefetch.js';
import { writeDigests } from './digest-list.js';
import { keepChunks } from './kept-chunks.js';
import { keepingTable } from './kept-rows.js';
import { writtenMeasure } from './kept-upload.js';
import { previewChunk } from './preview-chunk.js';
import { PreviewFigures } from './preview-figures.js';
import { storedOf } from './stored-states.js';

const SHOWN_EVERY_MS = 2_000;

export async function runPreview(
  opened: OpenedImport,
  reporter: ProgressReporter,
  { store }: Pick<RunServices, 'store'>,
): Promise<AttemptOutcome> {
  const { task, executor, database, options, params, measured } = opened;
  const { attachments } = opened.table;
  const { signal } = reporter;
  const notices = importNotices(opened);
  const stored = database.rehearse === null ? null : storedOf(executor);
  const plan = savePlan(executor, options);
  const figures = new PreviewFigures({ task, executor, plan, names: partNames(opened.table) });
  const { total } = measured;
  const counts = { total, succeeded: 0, failed: 0 };
  const keys = previewKeys(task);
  const put = (key: string, text: string) =>
    store.put(key, Readable.from([Buffer.from(text)], { objectMode: false }), { signal });
  let shownAt = Number.NEGATIVE_INFINITY;
  const report = async (isComplete = false) => {
    reporter.report({ ...counts, looked: figures.looked });
    if (!isComplete && performance.now() - shownAt < SHOWN_EVERY_MS) return;
    const shown = figures.shown(stored === null ? 'checks' : 'differences', isComplete);
    await put(keys.shown, JSON.stringify(shown));
    shownAt = performance.now();
  };
  const kept = { key: keys.kept, store, signal };
  const digests = stored === null ? null : writeDigests({ ...kept, key: keys.digests });
  const keeps = whatIsKept(opened, plan);
  const table = keeps === 'rows' ? keepingTable(opened.table, kept) : null;
  const keeper = keeps === 'chunks' ? keepChunks(kept) : null;
  const chunks = prefetch(checkedChunks({ ...opened, table: table ?? opened.table }));
  try {
    for (let checked = await chunks.next(); checked !== null; checked = await chunks.next()) {
      signal.throwIfAborted();
      const chunk = { ...task, checked, executor, database, params, attachments, signal };
      const seen = await previewChunk(
        { ...chunk, onStatementsSent: chunks.prefetchNext },
        { stored, wantsDifferences: figures.wantsDifferences },
      );
      figures.add(seen);
      await digests?.add(seen.states);
      await keeper?.add({ checked, kept: seen.kept });
      await report();
    }
    await (keeper ?? table)?.end();
    await digests?.end();
  } finally {
    await chunks.close();
    await (keeper ?? table)?.close();
    await digests?.close();
  }
  if (keeps !== 'nothing') {
    await put(keys.measure, writtenMeasure(measured, opened.table, keeper !== null));
  }
  await report(true);
  return {
    phase: 'previewed',
    counts,
    result: null,
    issues: null,
    notices: notices.list(),
    error: null,
  };
}

/**
 * Rows where a later reading gives the same: of an archive it also tells which files are not used.
 * Chunks where their comparison is all that saves them.
 */
function whatIsKept(
  { corrections, executor, table }: OpenedImport,
  { isOneTransaction }: Pick<SavePlan, 'isOneTransaction'>,
): 'chunks' | 'rows' | 'nothing' {
  const { parse, comparison, undo, detail } = executor;
  if (corrections !== null || parse !== null) return 'nothing';
  if (table.parts.some(({ fileName }) => fileName !== null)) return 'nothing';
  return comparison === null || undo !== null || detail || isOneTransaction ? 'rows' : 'chunks';
}
