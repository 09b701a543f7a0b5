/** The worker's environment, parsed once. See the README for each variable. */

import { TASK_KINDS } from '@longshore/contract';
import { parseEnvironment, sharedEnvironment } from '@longshore/process';
import * as z from 'zod';

/** `all`, or a comma list of kinds. */
const kinds = z
  .string()
  .default('all')
  .transform((text) =>
    text === 'all' ? [...TASK_KINDS] : text.split(',').map((kind) => kind.trim()),
  )
  .pipe(z.array(z.enum(TASK_KINDS)).min(1));

const Environment = z.object({
  ...sharedEnvironment,
  /** Each run of an export holds a database connection; `postgres()` has 20 by default. */
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(16).default(2),
  WORKER_KINDS: kinds,
  /** Unset: no /metrics and /healthz, so that several workers of a host need no port each. */
  METRICS_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** How long tasks may run on after SIGTERM before they are handed to another worker. */
  GRACE_MS: z.coerce.number().int().min(0).default(5_000),
});

export type Config = z.output<typeof Environment>;

/** Throws EnvironmentError, a line for each bad variable. */
export const readConfig = (env: NodeJS.ProcessEnv): Config => parseEnvironment(Environment, env);
