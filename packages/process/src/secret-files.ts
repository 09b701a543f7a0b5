/** Secrets that are given as files, as Docker and Kubernetes mount them: NAME_FILE for NAME. */
import { readFileSync } from 'node:fs';
import { EnvironmentError } from './environment-error.js';

/** DATABASE_URL too, which only the business reads. */
const SECRETS = [
  'REDIS_URL',
  'DATABASE_URL',
  'S3_ACCESS_KEY',
  'S3_SECRET_KEY',
  'S3_SESSION_TOKEN',
  'AUTH_JWT_SECRET',
  'FILE_SIGNING_KEY',
  'ALARM_WEBHOOK_SECRET',
] as const;

/**
 * Sets NAME in `env` to what the file of NAME_FILE holds, without the line's end; returns `env`.
 * Throws EnvironmentError: both are set, or the file cannot be read.
 */
export function readSecretFiles(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const wrong: string[] = [];
  for (const name of SECRETS) {
    const file = env[`${name}_FILE`];
    if (!file) continue;
    if (env[name]) wrong.push(`${name}, ${name}_FILE: set one of them, not both`);
    else
      try {
        env[name] = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
      } catch (error) {
        wrong.push(`${name}_FILE: ${error instanceof Error ? error.message : String(error)}`);
      }
  }
  if (wrong.length > 0) throw new EnvironmentError(wrong);
  return env;
}
