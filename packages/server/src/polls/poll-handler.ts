/**
 * Answers getTaskStatus on plain node:http: polls are nearly all calls, and Express with its layers
 * costs more than their answer. The listener asks it before Express; Express mounts the same
 * handler for other spellings of the address.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authorize } from '../auth/authorize.js';
import { baseAddress } from '../http/base-address.js';
import { languageFor } from '../http/language.js';
import type { SendProblem } from '../http/problems.js';
import { readJson } from '../http/read-json.js';
import { setSecurityHeaders } from '../http/security-headers.js';
import type { CentreServices } from '../services.js';
import type { StatusAnswer } from './status-answer.js';

/** The steps of a call; made once, because both ways count against the same limits. */
export interface CallSteps {
  readonly authorize: Authorize;
  readonly statusAnswer: StatusAnswer;
  readonly sendProblem: SendProblem;
}

/** Never rejects: what goes wrong is the answer. */
export type PollHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

export function pollHandler(
  { authorize, statusAnswer, sendProblem }: CallSteps,
  services: Pick<CentreServices, 'publicUrl'>,
): PollHandler {
  return async (req, res) => {
    try {
      setSecurityHeaders(res);
      const { owner } = await authorize(req);
      const asker = { owner, language: languageFor(req), base: baseAddress(req, services) };
      sendJson(res, await statusAnswer(await readJson(req), asker));
    } catch (error) {
      sendProblem(error, req, res);
    }
  };
}

function sendJson(res: ServerResponse, body: object): void {
  const text = JSON.stringify(body);
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Content-Length', Buffer.byteLength(text));
  res.end(text);
}
