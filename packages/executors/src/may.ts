/**
 * Whether a caller may, by `allow` of a type: asked by the API, and before the batch of an import.
 */
import type { TaskCaller } from '@longshore/contract';
import type { Executor } from './executor.js';
import type { Action } from './executor-base.js';

/** Whether the type allows the caller this. */
export async function may(
  { allow }: Pick<Executor, 'allow'>,
  caller: TaskCaller,
  action: Action,
): Promise<boolean> {
  return allow === null || (await allow(caller, action)) === true;
}

/** Whether the caller may start tasks of a type: who may not see it may not start it either. */
export const mayStart = async (
  executor: Pick<Executor, 'kind' | 'allow'>,
  caller: TaskCaller,
): Promise<boolean> =>
  (await may(executor, caller, 'see')) && (await may(executor, caller, executor.kind));
