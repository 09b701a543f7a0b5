/**
 * What a caller may, as `allow` of each type says. A type that a caller may not see is answered as
 * one that does not exist, so that no answer tells of it.
 */
import { AppError, type Kind, type TaskCaller } from '@longshore/contract';
import { type ExecutorOf, may } from '@longshore/executors';
import type { CentreServices } from '../services.js';

type Served = Pick<CentreServices, 'business'>;
interface NamedType<K extends Kind> {
  readonly kind: K;
  readonly type: string;
}

/** Undefined: there is no such type, or the caller may not see it. */
export async function visibleType<K extends Kind>(
  { kind, type }: NamedType<K>,
  caller: TaskCaller,
  { business }: Served,
): Promise<ExecutorOf<K> | undefined> {
  const executor = business.find(kind, type);
  return executor !== undefined && (await may(executor, caller, 'see')) ? executor : undefined;
}

/** Throws AppError unknown_type, or type_not_allowed. */
export async function requireStart<K extends Kind>(
  named: NamedType<K>,
  caller: TaskCaller,
  services: Served,
): Promise<ExecutorOf<K>> {
  const executor = await visibleType(named, caller, services);
  const { kind, type } = named;
  if (executor === undefined) throw new AppError('unknown_type', { values: { kind, type } });
  if (!(await may(executor, caller, kind)))
    throw new AppError('type_not_allowed', { values: { type } });
  return executor;
}
