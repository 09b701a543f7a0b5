/** Which records a caller may list. Used by the list and by bulk acts. */
import type { TaskListQuery } from '@longshore/contract';
import type { ListQuery } from '@longshore/tasks';
import type * as z from 'zod';
import { type AdmittedCaller, requireOperator } from '../auth/caller.js';

type Asked = Omit<z.output<typeof TaskListQuery>, 'cursor'> & {
  readonly cursor?: string | undefined;
};

/** Throws AppError forbidden for another owner's records, unless an operator asks. */
export function listQuery({ owner, from, to, ...query }: Asked, caller: AdmittedCaller): ListQuery {
  return {
    ...query,
    owner: listedOwner(owner, caller),
    from: from === undefined ? undefined : Date.parse(from),
    to: to === undefined ? undefined : Date.parse(to),
  };
}

/** An owner sees his own; an operator anyone's, `*` everyone's (null). */
function listedOwner(asked: string | undefined, caller: AdmittedCaller): string | null {
  if (asked === undefined || asked === caller.owner) return caller.owner;
  requireOperator(caller);
  return asked === '*' ? null : asked;
}
