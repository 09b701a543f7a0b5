/**
 * The ledger record that a call is about: its owner's, or for an operator anyone's. Used by every
 * route under /tasks/:id, and by calls from code.
 */
import { AppError } from '@longshore/contract';
import type { TaskRecord, TaskStore } from '@longshore/tasks';
import type { Request, Response } from 'express';
import * as z from 'zod';
import { type AdmittedCaller, callerOf } from '../auth/caller.js';

/** Throws as ownRecord. */
export const requireOwnRecord = (
  req: Request,
  res: Response,
  tasks: Pick<TaskStore, 'record'>,
): Promise<TaskRecord> => ownRecord(String(req.params.id), callerOf(res), tasks);

/**
 * Throws AppError task_not_found, also when the task belongs to somebody else, so that no answer
 * tells whether a task exists.
 */
export async function ownRecord(
  taskId: string,
  { owner, operator }: Pick<AdmittedCaller, 'owner' | 'operator'>,
  tasks: Pick<TaskStore, 'record'>,
): Promise<TaskRecord> {
  const { success, data: id } = z.uuid().safeParse(taskId);
  const record = success ? await tasks.record(id) : null;
  if (record === null || (record.owner !== owner && !operator))
    throw new AppError('task_not_found');
  return record;
}
