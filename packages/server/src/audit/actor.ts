/** Who acts, and from where: for the audit log. */
import type { IncomingMessage } from 'node:http';
import type { AuditRole } from '@longshore/contract';
import type { Request, Response } from 'express';
import { callerOf } from '../auth/caller.js';
import { callerAddress } from '../http/client-address.js';

/** Who acts, and from where. */
export interface Actor {
  readonly by: string;
  /** `caller`: an owner on his own tasks, else an operator. */
  readonly as: Exclude<AuditRole, 'owner' | 'operator'> | 'caller';
  readonly address: string | null;
  readonly userAgent: string | null;
}

const LONGEST_AGENT = 300;

/** Whoever is signed in. */
export const actorOf = (req: Request, res: Response): Actor => ({
  by: callerOf(res).owner,
  as: 'caller',
  ...whereFrom(req),
});

/** Whoever holds a file address, which was made for this person. */
export const bearerOf = (req: IncomingMessage, madeFor: string): Actor => ({
  by: madeFor,
  as: 'bearer',
  ...whereFrom(req),
});

/** Code of the host, on behalf of an owner. */
export const codeFor = (owner: string): Actor => ({
  by: owner,
  as: 'code',
  address: null,
  userAgent: null,
});

const whereFrom = (req: IncomingMessage) => ({
  address: callerAddress(req),
  userAgent: req.headers['user-agent']?.slice(0, LONGEST_AGENT) ?? null,
});
