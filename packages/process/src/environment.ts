/**
 * The environment variables that API and worker share, as zod fields, and how an app parses its own
 * set.
 * Only apps pass `process.env` in; a bad value stops the start with the variable's name.
 */
import type { Log } from '@longshore/tasks';
import * as z from 'zod';
import { alarmEnvironment, alarmOptions } from './alarm-environment.js';
import { EnvironmentError } from './environment-error.js';
import { type ServiceOptions, TASK_DEFAULTS } from './open-services.js';
import { s3Config, s3Environment } from './s3-environment.js';

const whole = (min: number) => z.coerce.number().int().min(min);

const shared = {
  NODE_ENV: z.string().default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  BUSINESS: z.string().min(1).default('@longshore/shop'),
  REDIS_URL: z
    .string()
    .regex(
      /^(rediss?|redis\+(sentinel|cluster)):\/\//,
      'must start with redis://, rediss://, redis+sentinel:// or redis+cluster://',
    ),
  ...s3Environment,
  STORAGE_DIR: z.string().min(1).optional(),
  TASK_TTL_MS: whole(1_000).default(TASK_DEFAULTS.taskTtlMs),
  LEDGER_TTL_MS: whole(1_000).default(TASK_DEFAULTS.ledgerTtlMs),
  TASK_MAX_ATTEMPTS: whole(1).default(TASK_DEFAULTS.maxAttempts),
  MAX_RUNNING_PER_OWNER: whole(1).optional(),
  ...alarmEnvironment,
};

/** The fields every app has; an app adds its own. */
export const sharedEnvironment = shared;
/** The shared variables, parsed. */
export type SharedConfig = z.output<z.ZodObject<typeof shared>>;

const DEFAULT_STORAGE_DIR = '.longshore/objects';

/** Parses `env` by `schema`; an empty value counts as unset. Throws EnvironmentError. */
export function parseEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  env: NodeJS.ProcessEnv,
): z.output<Schema> {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(set);
  if (parsed.success) return parsed.data;
  throw new EnvironmentError(
    parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || 'environment'}: ${issue.message}`,
    ),
  );
}

/** The options of `openServices` that the shared variables state. Throws EnvironmentError. */
export const serviceOptions = (env: SharedConfig, log: Log): ServiceOptions => ({
  business: env.BUSINESS,
  redis: env.REDIS_URL,
  store: storageConfig(env),
  taskTtlMs: env.TASK_TTL_MS,
  ledgerTtlMs: env.LEDGER_TTL_MS,
  maxAttempts: env.TASK_MAX_ATTEMPTS,
  maxRunningPerOwner: env.MAX_RUNNING_PER_OWNER,
  alarms: checkedAlarms(env),
  log,
});

/** An address without a secret would let anybody forge alarms; a secret alone is a slip. */
function checkedAlarms(env: SharedConfig): ServiceOptions['alarms'] {
  if ((env.ALARM_WEBHOOK_URL === undefined) !== (env.ALARM_WEBHOOK_SECRET === undefined))
    throw new EnvironmentError([
      'ALARM_WEBHOOK_URL, ALARM_WEBHOOK_SECRET: both are needed when one is set',
    ]);
  return alarmOptions(env);
}

/**
 * S3 when S3_ENDPOINT is set, else the disk store; in production the disk store must be asked for
 * by STORAGE_DIR.
 */
function storageConfig(env: SharedConfig): ServiceOptions['store'] {
  if (env.S3_ENDPOINT === undefined) return { directory: diskDirectory(env) };
  return { s3: s3Config(env, env.S3_ENDPOINT) };
}

function diskDirectory(env: SharedConfig): string {
  if (env.STORAGE_DIR !== undefined) return env.STORAGE_DIR;
  if (env.NODE_ENV === 'production')
    throw new EnvironmentError(['S3_ENDPOINT or STORAGE_DIR: one must be set in production']);
  return DEFAULT_STORAGE_DIR;
}
