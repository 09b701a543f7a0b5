/** The executor of a registration, if its caller may start it. Used by the registrations. */
import { AppError, type Kind } from '@longshore/contract';
import type { ExecutorOf } from '@longshore/executors';
import { requireStart } from '../auth/permissions.js';
import type { CentreServices } from '../services.js';
import type { Registrant } from './register-task.js';

/** Code of the host may start everything. Throws AppError unknown_type or type_not_allowed. */
export async function startedBy<K extends Kind>(
  { caller, actor }: Pick<Registrant, 'caller' | 'actor'>,
  { kind, type }: { readonly kind: K; readonly type: string },
  services: Pick<CentreServices, 'business'>,
): Promise<ExecutorOf<K>> {
  if (actor.as !== 'code') return requireStart({ kind, type }, caller, services);
  const executor = services.business.find(kind, type);
  if (executor === undefined) throw new AppError('unknown_type', { values: { kind, type } });
  return executor;
}
