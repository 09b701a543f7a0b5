/** Who registers a task over HTTP, as the call tells it. Used by the routes of this folder. */
import type { Request, Response } from 'express';
import { callerOf } from '../auth/caller.js';
import { languageFor } from '../http/language.js';
import { idempotencyKeyOf } from './idempotency.js';
import type { TaskCaller } from './register-task.js';

/** Throws AppError invalid_request. */
export const taskCallerOf = (req: Request, res: Response): TaskCaller => ({
  owner: callerOf(res).owner,
  language: languageFor(req),
  idempotencyKey: idempotencyKeyOf(req),
});
