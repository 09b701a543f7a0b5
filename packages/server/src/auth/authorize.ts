/** What stands before every call that has an owner: who calls, from where, how often. */
import type { IncomingMessage } from 'node:http';
import { AppError } from '@longshore/contract';
import { clientAddress } from '../http/client-address.js';
import type { CentreServices } from '../services.js';
import { admittedLately } from './admitted-lately.js';
import { type AdmittedCaller, admitted } from './caller.js';
import { originCheck } from './same-origin.js';

/** Throws AppError unauthenticated, sign_in_unavailable, forbidden_origin or rate_limited. */
export type Authorize = (req: IncomingMessage) => Promise<AdmittedCaller>;

export function authorizeBy({
  authenticate,
  publicUrl,
  calls,
  failures,
}: Pick<CentreServices, 'authenticate' | 'publicUrl' | 'calls' | 'failures'>): Authorize {
  const checkOrigin = originCheck(publicUrl);
  const lately = admittedLately();
  return async (req) => {
    const caller = await signedIn(req);
    checkOrigin(req);
    calls.count(caller.owner);
    return caller;
  };

  /** An address that failed too often is refused unasked, but not who was admitted before. */
  async function signedIn(req: IncomingMessage): Promise<AdmittedCaller> {
    const wasAdmitted = lately.has(req);
    if (!wasAdmitted) failures.check(clientAddress(req));
    try {
      const caller = admitted(await authenticate(req));
      if (!wasAdmitted) lately.add(req);
      return caller;
    } catch (error) {
      if (error instanceof AppError && error.code === 'unauthenticated')
        failures.count(clientAddress(req));
      throw error;
    }
  }
}
