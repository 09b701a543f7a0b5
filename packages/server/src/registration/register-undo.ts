/** Registers the undo of an import, for HTTP and for code. */
import { AppError, isLive, type UndoIn, UploadOptions } from '@longshore/contract';
import type { UndoState } from '@longshore/database';
import { limitsOf } from '@longshore/executors';
import { bodyHash, type ImportTask, type TaskRecord, uploadKey } from '@longshore/tasks';
import { askDatabase } from '../http/ask-database.js';
import { phaseRefusal } from '../ledger/phase-refusal.js';
import type { CentreServices } from '../services.js';
import { answerAgain, type Registered, type Registrant, registerTask } from './register-task.js';
import { startedBy } from './started-by.js';

/**
 * Of the import of a record that the caller may see. Throws AppError not_undoable,
 * task_not_undoable, nothing_to_undo, import_undone or slot_taken.
 */
export async function registerUndo(
  record: TaskRecord,
  { preview = false }: UndoIn,
  caller: Omit<Registrant, 'owner'>,
  services: CentreServices,
): Promise<Registered> {
  const { taskId: undoes, type } = record;
  const executor = await startedBy(caller, { kind: record.kind, type }, services);
  if (record.kind !== 'import' || executor.kind !== 'import') throw new AppError('not_undoable');
  if (record.undoes !== null || executor.undo === null) throw new AppError('not_undoable');
  if (isLive(record.phase) || record.phase === 'previewed')
    throw phaseRefusal('task_not_undoable', record.phase);
  const { actor, language, idempotencyKey: key } = caller;
  const idempotency = key === null ? null : { key, body: bodyHash({ undoes, preview }) };
  // sent again, it names its task also after that has undone all
  const earlier = key === null ? null : await services.tasks.registeredAs(record.owner, key);
  if (earlier !== null)
    return answerAgain(
      { taskId: earlier.taskId, sameBody: earlier.body === idempotency?.body },
      language,
    );
  const state = await undoState(record, services);
  if ((state?.rows ?? 0) === 0)
    throw new AppError(state?.undoneBy == null ? 'nothing_to_undo' : 'import_undone');
  const taskId = services.tasks.newTaskId(record.owner);
  const registered = await registerTask(
    {
      kind: 'import',
      owner: record.owner,
      ...(record.isCallerKnown && { caller: record.caller }),
      type,
      language,
      languages: record.languages,
      timeZone: record.timeZone,
      options: { ...paramsOf(record), ...(preview && { preview }) },
      // a worker that does not know undo finds no file
      upload: { ...record.upload, key: uploadKey(taskId) },
      undoes,
      ...limitsOf(executor),
    },
    services,
    { actor, act: 'undo', taskId, idempotency },
  );
  if (!registered.isAccepted)
    throw new AppError('slot_taken', { values: { taskId: registered.body.taskId } });
  return registered;
}

/** The rows are put back as the import was asked to save them. */
const paramsOf = ({ options }: ImportTask) => {
  const { params } = UploadOptions.parse(options);
  return params === undefined ? {} : { params };
};

/** Null: nothing is kept of the task. Throws AppError database_unavailable. */
export async function undoState(
  { kind, type, taskId }: Pick<TaskRecord, 'kind' | 'type' | 'taskId'>,
  { business }: Pick<CentreServices, 'business'>,
): Promise<UndoState | null> {
  if (kind !== 'import' || (business.find(kind, type)?.undo ?? null) === null) return null;
  return askDatabase(business.database, async ({ undo }) => (await undo?.state(taskId)) ?? null);
}
