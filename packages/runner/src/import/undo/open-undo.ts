/** What an undo works with. Used by run-undo.ts. */
import { AppError, UploadOptions } from '@longshore/contract';
import type { Database, UndoLedger } from '@longshore/database';
import type { ImportTask } from '@longshore/tasks';
import type { RunServices } from '../../run-services.js';
import { NO_ATTACHMENTS } from '../archive/attachments.js';
import type { Undoing } from './undo-chunk.js';

/** An undo that was opened. */
export interface OpenedUndo {
  readonly task: ImportTask;
  /** The import that is undone. */
  readonly undoes: string;
  readonly undoing: Undoing;
  readonly database: Database;
  readonly ledger: UndoLedger;
}

/** Throws AppError: rows of the type are not kept, or not any more. */
export function openUndo(
  task: ImportTask & { readonly undoes: string },
  signal: AbortSignal,
  { business }: Pick<RunServices, 'business'>,
): OpenedUndo {
  const { taskId, type, owner, caller, language, timeZone, undoes } = task;
  const executor = business.find('import', type);
  if (executor === undefined)
    throw new AppError('unknown_type', { values: { kind: task.kind, type } });
  const { undo } = executor;
  const database = business.database.bounded(executor.statementTimeoutMs);
  if (undo === null || database.undo === null) throw new AppError('not_undoable');
  const params = executor.params.parse(UploadOptions.parse(task.options).params ?? {});
  const undoing = {
    taskId,
    executor: { ...executor, undo },
    owner,
    caller,
    language,
    timeZone,
    params,
    attachments: NO_ATTACHMENTS,
    database,
    signal,
  };
  return { task, undoes, undoing, database, ledger: database.undo };
}
