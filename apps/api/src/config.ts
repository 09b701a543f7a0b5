/** The API's environment, parsed once. See the README for each variable. */
import { isTimeZone } from '@longshore/contract';
import { EnvironmentError, parseEnvironment, sharedEnvironment } from '@longshore/process';
import * as z from 'zod';

const MIB = 1024 * 1024;
const DAY_MS = 24 * 3_600_000;

const Environment = z.object({
  ...sharedEnvironment,
  PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    // a call that a proxy passes on without its path could not be told from one with it
    .refine((url) => !/^\/api(\/|$)/.test(new URL(url).pathname), 'its path must not be /api')
    .refine((url) => !/["<>?#]/.test(url), 'must end with its path')
    .optional(),
  AUTH_MODE: z.enum(['jwt', 'dev']).default('jwt'),
  /** With AUTH_MODE=dev: the role of a caller without `X-Role`. */
  DEV_ROLE: z.string().min(1).optional(),
  /** Default: with AUTH_MODE=dev alone. */
  TELL_CAUSES: z.enum(['true', 'false']).optional(),
  AUTH_JWT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  AUTH_JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
  AUTH_JWT_AUDIENCE: z.string().min(1).optional(),
  AUTH_JWT_ISSUER: z.string().min(1).optional(),
  AUTH_ROLE_CLAIM: z.string().min(1).default('role'),
  AUTH_TENANT_CLAIM: z.string().min(1).default('tenant'),
  AUTH_CLAIMS: z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .optional(),
  AUDIT_TTL_MS: z.coerce
    .number()
    .int()
    .min(1_000)
    .default(90 * DAY_MS),
  AUDIT_MAX_ENTRIES: z.coerce.number().int().min(1).default(500_000),
  FILE_SIGNING_KEY: z
    .string()
    .transform((text) => text.split(',').map((key) => key.trim()))
    .refine(
      (keys) => keys.every((key) => key.length >= 32),
      'each key must have at least 32 characters',
    )
    .optional(),
  UPLOAD_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(200 * MIB),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(1_200),
  FAILURE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(300),
  /** How long calls in flight may go on after SIGTERM, before their connections are closed. */
  GRACE_MS: z.coerce.number().int().min(0).default(10_000),
  MAX_CONNECTIONS: z.coerce.number().int().min(1).default(10_000),
  MAX_CONNECTIONS_PER_ADDRESS: z.coerce.number().int().min(1).default(2_000),
  TIME_ZONE: z.string().refine(isTimeZone, 'must be an IANA time zone').default('UTC'),
});

export type Config = z.output<typeof Environment>;

/** Throws EnvironmentError, a line for each bad variable. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const config = parseEnvironment(Environment, env);
  if (config.AUTH_MODE === 'dev' && config.NODE_ENV === 'production') {
    throw new EnvironmentError(['AUTH_MODE: dev is refused when NODE_ENV=production']);
  }
  if (
    config.AUTH_MODE === 'jwt' &&
    config.AUTH_JWT_SECRET === undefined &&
    config.AUTH_JWKS_URL === undefined
  ) {
    throw new EnvironmentError([
      'AUTH_JWT_SECRET or AUTH_JWKS_URL: one must be set (or AUTH_MODE=dev on your own machine)',
    ]);
  }
  if (config.AUTH_JWT_SECRET !== undefined && config.AUTH_JWKS_URL !== undefined) {
    throw new EnvironmentError(['AUTH_JWT_SECRET, AUTH_JWKS_URL: set one of them, not both']);
  }
  return config;
}
