/** Who calls, and the function that finds it out. */
import type { IncomingMessage } from 'node:http';
import { AppError, type TaskCaller } from '@longshore/contract';
import { isSystemOwner } from '@longshore/tasks';
import type { Response } from 'express';

/** Who calls, as a company's own sign-in tells it. */
export interface Caller {
  /** User or tenant that tasks belong to: 1 to 200 characters. */
  readonly owner: string;
  /** `operator` opens the operators' calls. */
  readonly role?: string;
  /** For `allow` of a type, masks and executors. */
  readonly tenant?: string;
  /**
   * What else `allow`, masks and executors are to know: JSON of at most 4,096 bytes, kept with each
   * task.
   */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/**
 * Finds out who calls, from headers, cookie or session. Null, or a promise of null: nobody, which
 * is answered 401. An AppError that it throws is the answer.
 */
export type Authenticate = (req: IncomingMessage) => Caller | null | Promise<Caller | null>;

/** A caller that was admitted. */
export interface AdmittedCaller extends TaskCaller {
  readonly operator: boolean;
}

const MAX_OWNER_LENGTH = 200;
const NO_CLAIMS = {};

/** Throws AppError unauthenticated. */
export function admitted(caller: Caller | null): AdmittedCaller {
  if (caller === null) throw new AppError('unauthenticated');
  const { owner, role = null, tenant = null, claims = NO_CLAIMS } = caller;
  if (owner.length === 0 || owner.length > MAX_OWNER_LENGTH)
    throw new AppError('unauthenticated', {
      message: `The owner's name must have 1 to ${MAX_OWNER_LENGTH} characters.`,
    });
  if (isSystemOwner(owner))
    throw new AppError('unauthenticated', {
      message: `The owner's name is the system's: ${owner}`,
    });
  return { owner, role, tenant, claims, operator: role === 'operator' };
}

/** The caller that was admitted to this route. */
// express types locals as any-valued
export const callerOf = (res: Response): AdmittedCaller => res.locals.caller as AdmittedCaller;

/** Throws AppError forbidden. */
export function requireOperator(caller: AdmittedCaller): void {
  if (!caller.operator) throw new AppError('forbidden', { values: { role: 'operator' } });
}
