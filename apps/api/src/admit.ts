/** What stands before every call that has an owner: who it is, from where, how often. */
import type { IncomingMessage } from 'node:http';
import { type Caller, identifyBy } from './auth.js';
import type { Config } from './config.js';
import { limitRate } from './rate-limit.js';
import { originCheck } from './same-origin.js';

/** Throws AppError unauthenticated, sign_in_unavailable, forbidden_origin or rate_limited. */
export type Admit = (req: IncomingMessage) => Promise<Caller>;

export function admitBy(config: Config): Admit {
  const identify = identifyBy(config);
  const checkOrigin = originCheck(config.PUBLIC_URL);
  const countCall = limitRate(config.RATE_LIMIT_PER_MINUTE);
  return async (req) => {
    const caller = await identify(req);
    checkOrigin(req);
    countCall(caller.owner);
    return caller;
  };
}
