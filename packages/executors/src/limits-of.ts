/** What a registration says of the life of its task. */
import type { Executor } from './executor.js';

/** The executor's own life and attempts, where it states them. */
export const limitsOf = ({ ttlMs, maxAttempts }: Pick<Executor, 'ttlMs' | 'maxAttempts'>) => ({
  ...(ttlMs === null ? {} : { ttlMs }),
  ...(maxAttempts === null ? {} : { maxAttempts }),
});
