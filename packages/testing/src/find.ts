/** The executor of a type; the error names the types that there are. */
import type { Kind } from '@longshore/contract';
import type { ExecutorOf } from '@longshore/executors';
import type { Tested } from './tested.js';

export function find<K extends Kind>(
  kind: K,
  type: string,
  { business }: Pick<Tested, 'business'>,
): ExecutorOf<K> {
  const executor = business.find(kind, type);
  if (executor !== undefined) return executor;
  const known = business.executors.filter((one) => one.kind === kind).map((one) => one.type);
  throw new Error(`There is no ${kind} of type ${type}; there is ${known.join(', ') || 'none'}.`);
}
