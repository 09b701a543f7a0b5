/**
 * Answers polls in front of Express: they are nearly all calls, and a router with its layers costs
 * more than their answer.
 * The steps are those that stand before every other route too; whatever is not plainly a poll goes
 * on to Express.
 */
import type { RequestListener, ServerResponse } from 'node:http';
import type { Admit } from './admit.js';
import type { SendProblem } from './errors.js';
import type { ObserveCall } from './observe-calls.js';
import { readJson } from './read-json.js';
import { languageFor } from './register.js';
import { setSecurityHeaders } from './security-headers.js';
import type { StatusAnswer } from './status-answer.js';

/** The steps of a call; made once, because both ways count against the same limits. */
export interface CallSteps {
  readonly observe: ObserveCall;
  readonly admit: Admit;
  readonly statusAnswer: StatusAnswer;
  readonly sendProblem: SendProblem;
}

const ADDRESS = '/api/getTaskStatus';
const ROUTE = () => '/getTaskStatus';

export function answerPolls(
  { observe, admit, statusAnswer, sendProblem }: CallSteps,
  others: RequestListener,
): RequestListener {
  return async (req, res) => {
    if (req.url !== ADDRESS || req.method !== 'POST') return others(req, res);
    observe(req, res, ROUTE);
    try {
      setSecurityHeaders(res);
      const { owner } = await admit(req);
      sendJson(res, await statusAnswer(await readJson(req), { owner, language: languageFor(req) }));
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
