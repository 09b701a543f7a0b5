/** What stands before every call that has an owner: who calls, from where, how often. */
import type { IncomingMessage } from 'node:http';
import type { CentreServices } from '../services.js';
import { type AdmittedCaller, admitted } from './caller.js';
import { limitRate } from './rate-limit.js';
import { originCheck } from './same-origin.js';

/** Throws AppError unauthenticated, sign_in_unavailable, forbidden_origin or rate_limited. */
export type Authorize = (req: IncomingMessage) => Promise<AdmittedCaller>;

export function authorizeBy({
  authenticate,
  publicUrl,
  callsPerMinute,
}: Pick<CentreServices, 'authenticate' | 'publicUrl' | 'callsPerMinute'>): Authorize {
  const checkOrigin = originCheck(publicUrl);
  const countCall = limitRate(callsPerMinute);
  return async (req) => {
    const caller = admitted(await authenticate(req));
    checkOrigin(req);
    countCall(caller.owner);
    return caller;
  };
}
