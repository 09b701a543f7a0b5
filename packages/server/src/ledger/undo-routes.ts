/** Undo of imports: what of an import can be undone, and the undo itself, which is a task. */
import { AppError, isLive, UndoIn, type UndoOut, UploadOptions } from '@longshore/contract';
import type { UndoState } from '@longshore/database';
import { limitsOf } from '@longshore/executors';
import { bodyHash, type ImportTask, type TaskRecord, uploadKey } from '@longshore/tasks';
import { Router } from 'express';
import { callerOf } from '../auth/caller.js';
import { requireStart } from '../auth/permissions.js';
import { askDatabase } from '../http/ask-database.js';
import { parseInput } from '../http/parse-input.js';
import { registerTask } from '../registration/register-task.js';
import { registrantOf } from '../registration/registrant-of.js';
import { sendRegistration } from '../registration/send-registration.js';
import type { CentreServices } from '../services.js';
import { phaseRefusal } from './phase-refusal.js';
import { requireOwnRecord } from './require-own-record.js';

export function undoRoutes(services: CentreServices): Router {
  const { tasks } = services;
  const routes = Router();

  routes.get('/tasks/:id/undo', async (req, res) => {
    const record = await requireOwnRecord(req, res, tasks);
    const state = await undoState(record, services);
    const { rows = 0, undoneBy = null } = state ?? {};
    res.json({ taskId: record.taskId, rows, undoneBy } satisfies UndoOut);
  });

  routes.post('/tasks/:id/undo', async (req, res) => {
    const record = await requireOwnRecord(req, res, tasks);
    const { preview = false } = parseInput(UndoIn, req.body ?? {});
    const { taskId: undoes, type } = record;
    const executor = await requireStart({ kind: record.kind, type }, callerOf(res), services);
    if (record.kind !== 'import' || executor.kind !== 'import') throw new AppError('not_undoable');
    if (record.undoes !== null || executor.undo === null) throw new AppError('not_undoable');
    if (isLive(record.phase) || record.phase === 'previewed')
      throw phaseRefusal('task_not_undoable', record.phase);
    const state = await undoState(record, services);
    if ((state?.rows ?? 0) === 0)
      throw new AppError(state?.undoneBy == null ? 'nothing_to_undo' : 'import_undone');
    const { actor, language, idempotencyKey: key } = registrantOf(req, res);
    const taskId = tasks.newTaskId(record.owner);
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
      {
        actor,
        act: 'undo',
        taskId,
        idempotency: key === null ? null : { key, body: bodyHash({ undoes, preview }) },
      },
    );
    if (!registered.isAccepted)
      throw new AppError('slot_taken', { values: { taskId: registered.body.taskId } });
    sendRegistration(res, registered, services);
  });

  return routes;
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
