/** Writes the files that tell how an import went: at its end, or after it ended early. */
import { type Language, message, type Phase } from '@longshore/contract';
import type { RunState } from '@longshore/database';
import {
  type AttemptOutcome,
  type ImportTask,
  type TaskError,
  taskErrorSentence,
} from '@longshore/tasks';
import type { RunServices } from '../../run-services.js';
import { type OpenedImport, openUnmeasured } from '../open-import.js';
import { writeDetail } from './detail.js';
import { writeSummary } from './summary.js';

type Store = Pick<RunServices, 'store'>;

/** Of an import that ran to its end. */
export async function writeImportLog(
  opened: OpenedImport,
  state: RunState,
  { phase, error, notices }: Pick<AttemptOutcome, 'phase' | 'error' | 'notices'>,
  signal: AbortSignal,
  services: Store,
): Promise<void> {
  const { task, executor, database, measured } = opened;
  const { total } = measured;
  const { succeeded, failed } = state;
  const counts = { total, succeeded, failed, unprocessed: total - succeeded - failed };
  const outcome = outcomeText({ phase, error, counts }, task.language);
  await writeDetail(opened, signal, services);
  await writeSummary(
    { task, executor, database, signal, outcome, counts, notices, endedAt: new Date() },
    services,
  );
}

/**
 * Of an import that failed, was cancelled or expired, from its record. No attempt of it saves rows
 * any more. Written again it is the same.
 */
export async function writeLateImportLog(
  task: ImportTask,
  signal: AbortSignal,
  services: RunServices,
): Promise<void> {
  const { business, store } = services;
  const executor = business.find('import', task.type);
  if (executor === undefined || task.undoes !== null) return; // this process serves another business
  const database = business.database.bounded(executor.statementTimeoutMs);
  const { counts, notices } = task;
  if (executor.detail && (await hasDetail(task.taskId, database)))
    await writeDetail(await openUnmeasured(task, services, signal), signal, services);
  const endedAt = new Date(task.finishedAt ?? Date.now());
  const outcome = outcomeText(task, task.language);
  await writeSummary(
    { task, executor, database, signal, outcome, counts, notices, endedAt },
    { store },
  );
}

/** Nothing was saved: nothing is told of the rows. */
async function hasDetail(
  taskId: string,
  { details }: Pick<OpenedImport['database'], 'details'>,
): Promise<boolean> {
  for await (const _text of details?.texts(taskId) ?? []) return true;
  return false;
}

interface Ended {
  readonly phase: Phase;
  readonly error: TaskError | null;
  readonly counts: Readonly<Record<'succeeded' | 'failed', number>>;
}

const outcomeText = ({ phase, error, counts }: Ended, language: Language): string =>
  error !== null && phase === 'failed'
    ? taskErrorSentence(error, language)
    : message(phase, language, { succeeded: counts.succeeded, failed: counts.failed });
