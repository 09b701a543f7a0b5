/**
 * The ledger record that a call is about: its owner's, or for an operator anyone's. Used by every
 * route under /tasks/:id.
 */
import { AppError } from '@longshore/contract';
import type { TaskRecord, TaskStore } from '@longshore/tasks';
import type { Request, Response } from 'express';
import * as z from 'zod';
import { callerOf } from '../auth/caller.js';

/**
 * Throws AppError task_not_found, also when the task belongs to somebody else, so that no answer
 * tells whether a task exists.
 */
export async function requireOwnRecord(
  req: Request,
  res: Response,
  tasks: Pick<TaskStore, 'record'>,
): Promise<TaskRecord> {
  const { success, data: id } = z.uuid().safeParse(req.params.id);
  const record = success ? await tasks.record(id) : null;
  const { owner, operator } = callerOf(res);
  if (record === null || (record.owner !== owner && !operator))
    throw new AppError('task_not_found');
  return record;
}
