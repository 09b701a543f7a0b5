/**
 * A preview: everything but the commit. Nothing is written to the business's tables, nor to the run
 * ledger: an attempt that dies leaves nothing behind, and the next one begins anew. What was found
 * is stored beside the upload, under the number of the attempt that found it.
 */
import { Readable } from 'node:stream';
import { type AttemptOutcome, previewKeys } from '@longshore/tasks';
import type { ProgressReporter } from '../../progress-reporter.js';
import type { RunServices } from '../../run-services.js';
import { checkedChunks } from '../checked-chunks.js';
import { importNotices } from '../import-notices.js';
import type { OpenedImport } from '../open-import.js';
import { partNames } from '../part-names.js';
import { prefetch } from '../prefetch.js';
import { DigestWriter } from './digest-list.js';
import { previewChunk } from './preview-chunk.js';
import { PreviewFigures } from './preview-figures.js';
import { StoredRows } from './stored-rows.js';

export async function runPreview(
  opened: OpenedImport,
  reporter: ProgressReporter,
  { store }: Pick<RunServices, 'store'>,
): Promise<AttemptOutcome> {
  const { task, executor, database, params, measured, table } = opened;
  const { signal } = reporter;
  const notices = importNotices(opened);
  const stored =
    executor.current === null || database.rehearse === null
      ? null
      : new StoredRows(executor, executor.current);
  const figures = new PreviewFigures({ task, executor, names: partNames(table) });
  const digests = new DigestWriter();
  const { total } = measured;
  const counts = { total, succeeded: 0, failed: 0 };
  const report = () => reporter.report({ ...counts, looked: figures.looked });
  report();
  const chunks = prefetch(checkedChunks(opened));
  try {
    for (let checked = await chunks.next(); checked !== null; checked = await chunks.next()) {
      signal.throwIfAborted();
      const { attachments } = table;
      const chunk = { ...task, checked, executor, database, params, attachments, signal };
      const tried = await previewChunk({ ...chunk, onStatementsSent: chunks.prefetchNext }, stored);
      figures.add(tried);
      digests.add(tried.states);
      report();
    }
  } finally {
    await chunks.close();
  }
  const keys = previewKeys(task);
  const shown = figures.shown(stored === null ? 'checks' : 'differences');
  if (stored !== null) await store.put(keys.digests, bytes(digests.pages()), { signal });
  await store.put(keys.shown, bytes([Buffer.from(JSON.stringify(shown))]), { signal });
  return {
    phase: 'previewed',
    counts,
    result: null,
    issues: null,
    notices: notices.list(),
    error: null,
  };
}

const bytes = (pages: readonly Buffer[]): Readable => Readable.from(pages, { objectMode: false });
