/**
 * An export: the executor's rows -> workbook bytes -> object store, in one stream, never more than
 * a few pages in memory. An attempt goes on from the checkpoint of the attempt before it, where
 * there is one.
 */
import { AppError, inLanguage } from '@longshore/contract';
import { columnsIn, columnsInZone, type ExportExecutor, maskColumns } from '@longshore/executors';
import { contentTypeOf } from '@longshore/storage';
import {
  type AttemptOutcome,
  attemptFileKey,
  type ExportTask,
  type ResultFile,
} from '@longshore/tasks';
import { noteMasked } from '../note-masked.js';
import { createNoticeList } from '../notice-list.js';
import type { ProgressReporter } from '../progress-reporter.js';
import { resultFileName } from '../result-file.js';
import type { RunServices } from '../run-services.js';
import { definitionHash, keepCheckpoints, takeUp } from './checkpoints.js';
import { type ExportFile, exportFile } from './export-file.js';
import { joinedBytes } from './joined-bytes.js';
import { hashedBytes, storeManifest } from './manifest.js';
import { noteTakeOvers } from './note-take-overs.js';
import { paramsOf } from './params-of.js';

export async function runExport(
  task: ExportTask,
  reporter: ProgressReporter,
  services: RunServices,
): Promise<AttemptOutcome> {
  const executor = services.business.find('export', task.type);
  if (executor === undefined)
    throw new AppError('unknown_type', { values: { kind: task.kind, type: task.type } });
  const { signal } = reporter;
  const notices = createNoticeList();
  const database = services.business.database.bounded(executor.statementTimeoutMs);
  const shown = columnsInZone(columnsIn(chosen(executor, task), task.language), task.timeZone);
  const columns = maskColumns(shown, task.caller);
  noteMasked(columns, notices);
  const params = executor.params.parse(await paramsOf(task, services, signal));
  const result = await database.read(signal, async (db) => {
    const pages = executor.rows(params, {
      db,
      signal,
      owner: task.owner,
      caller: task.caller,
      language: task.language,
      timeZone: task.timeZone,
    });
    return storeFile({ task, executor, columns, pages, reporter, notices }, services);
  });
  const rows = reporter.counts().succeeded;
  return {
    phase: 'succeeded',
    counts: { total: rows, succeeded: rows, failed: 0 },
    result,
    issues: null,
    notices: notices.list(),
    error: null,
  };
}

/** Throws AppError where the type has lost a column since the registration. */
function chosen({ type, columns }: ExportExecutor, { columns: keys = null }: ExportTask) {
  if (keys === null) return columns;
  return keys.map((key) => {
    const column = columns.find((one) => one.key === key);
    if (column === undefined) throw new AppError('column_gone', { values: { type, column: key } });
    return column;
  });
}

async function storeFile(whole: ExportFile, services: RunServices): Promise<ResultFile> {
  const { task, pages, executor, columns, notices } = whole;
  const { signal } = whole.reporter;
  const places = pages.places?.() ?? null;
  const title = inLanguage(executor.title, task.language);
  const isFilled = executor.template !== null; // no other attempt can go on in a template
  const definition = definitionHash(
    task.format,
    title,
    columns,
    places?.query,
    ...(isFilled ? ['template'] : []),
  );
  const takenUp = await takeUp(task, { definition, places, signal }, services);
  const takeOvers = takenUp?.takeOvers ?? [];
  noteTakeOvers(takeOvers, task.timeZone, notices);
  const beganAtMs = takenUp?.beganAtMs ?? task.claimedAt ?? Date.now();
  const keeper = keepCheckpoints({ task, definition, takeOvers, beganAtMs, services });
  const key = attemptFileKey(task, `result.${task.format}`);
  const name = resultFileName(task, title);
  try {
    const rest = await exportFile({ ...whole, ...takenUp }, keeper.reached);
    const body = takenUp === null ? rest : joinedBytes(takenUp, rest);
    const hashing = task.manifest ? hashedBytes(body) : null;
    const { sizeBytes } = await services.store.put(key, hashing?.bytes ?? body, {
      contentType: contentTypeOf(name),
      signal,
      unfinished: keeper.unfinished,
    });
    const file = { key, name, sizeBytes };
    if (hashing === null) return file;
    const written = { file, sha256: hashing.sha256(), columns, beganAtMs, takeOvers };
    const { succeeded: rows } = whole.reporter.counts();
    return { ...file, manifest: await storeManifest(task, { ...written, rows }, services) };
  } finally {
    takenUp?.bytes.destroy();
    await keeper.close();
  }
}
