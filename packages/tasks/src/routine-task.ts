/**
 * The registration of a routine's run: its owner is the system's, and the key that marks it is the
 * run's own id, so that whoever rings first registers the run for the whole fleet.
 */
import { plainCaller } from '@longshore/contract';
import { SYSTEM_OWNER_PREFIX } from './keys.js';
import type { NewRoutine, RunOfRoutine } from './task.js';
import type { Idempotency } from './task-store.js';

interface RoutineLimits {
  readonly timeZone: string;
  readonly ttlMs?: number;
  readonly maxAttempts?: number;
}

/** Role of the caller of a routine. */
const SYSTEM_ROLE = 'system';

/** Whether this owner is the system's: no caller can be it. */
export const isSystemOwner = (owner: string): boolean => owner.startsWith(SYSTEM_OWNER_PREFIX);

/**
 * The owner of a routine's tasks: one a type, so that each type has a slot, and the types are
 * spread over the buckets; of a run for one worker also one a worker.
 */
export const routineOwner = (type: string, instance: string | null): string =>
  `${SYSTEM_OWNER_PREFIX}routine:${type}${instance === null ? '' : `:${instance}`}`;

/** What `register` takes for a run. */
export function routineTask(
  run: RunOfRoutine & { readonly type: string },
  limits: RoutineLimits,
): { readonly task: NewRoutine; readonly idempotency: Idempotency } {
  const { type, runId, tick, instance, madeBy, isCatchUp } = run;
  const owner = routineOwner(type, instance);
  return {
    task: {
      kind: 'routine',
      owner,
      caller: plainCaller(owner, SYSTEM_ROLE),
      type,
      language: 'en',
      run: { runId, tick, instance, madeBy, isCatchUp },
      ...limits,
    },
    idempotency: { key: runId, body: 'run' },
  };
}
