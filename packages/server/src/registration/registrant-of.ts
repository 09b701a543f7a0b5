/** Who registers a task over HTTP, as the call tells it. Used by the routes of this folder. */
import type { Request, Response } from 'express';
import { actorOf } from '../audit/actor.js';
import { callerOf } from '../auth/caller.js';
import { languageFor } from '../http/language.js';
import { idempotencyKeyOf } from './idempotency.js';
import type { Registrant } from './register-task.js';

/** Throws AppError invalid_request. */
export const registrantOf = (req: Request, res: Response): Registrant => ({
  owner: callerOf(res).owner,
  caller: callerOf(res),
  actor: actorOf(req, res),
  language: languageFor(req),
  idempotencyKey: idempotencyKeyOf(req),
});
