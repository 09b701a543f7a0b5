/**
 * A file that is stored before its task is registered: an upload, or long params. Used by the
 * registrations.
 */
import { AppError } from '@longshore/contract';
import type { CentreServices } from '../services.js';
import type { Registered } from './register-task.js';

interface StoredFirst {
  readonly key: string;
  readonly taskId: string;
  readonly services: Pick<CentreServices, 'store' | 'log'>;
}

/**
 * Removes the stored file unless its task was registered; when Redis did not answer, the
 * registration may have been taken all the same.
 */
export async function storedWithTask(
  { key, taskId, services: { store, log } }: StoredFirst,
  register: () => Promise<Registered>,
): Promise<Registered> {
  let isKept = false;
  try {
    const registered = await register();
    isKept = registered.isAccepted && registered.body.taskId === taskId;
    return registered;
  } catch (error) {
    isKept = error instanceof AppError && error.code === 'redis_unavailable';
    throw error;
  } finally {
    if (!isKept)
      await store
        .remove(key)
        .catch((error: unknown) =>
          log.warn({ taskId, err: error }, 'a stored file is left to the sweeper'),
        );
  }
}
