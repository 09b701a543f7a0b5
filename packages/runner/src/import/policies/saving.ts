/** What saving the rows of one upload works with, in chunks or all together. */
import type { ImportRun } from '@longshore/database';
import type { ProgressReporter } from '../../progress-reporter.js';
import type { CheckedRow } from '../check-row.js';
import type { OpenedImport } from '../open-import.js';
import { partNames } from '../part-names.js';
import type { Previewed } from '../preview/previewed.js';
import type { ChunkToSave } from '../save-chunk.js';
import type { SavePlan } from './save-plan.js';

export interface Saving {
  readonly opened: OpenedImport;
  readonly plan: SavePlan;
  readonly reporter: ProgressReporter;
  readonly run: ImportRun;
  readonly previewed: Previewed | null;
  /** A chunk of the upload. */
  chunkOf(checked: readonly CheckedRow[]): ChunkToSave;
}

interface SavingOptions extends Omit<Saving, 'run' | 'chunkOf'> {}

export function savingOf(options: SavingOptions): Saving {
  const { opened, reporter, previewed } = options;
  const { task, executor, database, params, table } = opened;
  const { taskId, owner, caller, language, timeZone } = task;
  const names = partNames(table);
  const { attachments } = table;
  const { signal } = reporter;
  const fixed = {
    taskId,
    executor,
    owner,
    caller,
    language,
    timeZone,
    params,
    attachments,
    database,
    names,
  };
  return {
    ...options,
    run: { taskId, attempt: task.attempt },
    chunkOf: (checked) => ({ ...fixed, checked, previewed, signal, onStatementsSent: () => {} }),
  };
}
