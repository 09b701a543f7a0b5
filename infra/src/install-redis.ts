/**
 * Finds a Redis server, and on Debian and Ubuntu as root installs one. Its own service is not used:
 * the stack has its own port.
 */
import { join } from 'node:path';
import { aptInstall } from './apt-install.js';
import { findCommand } from './find-command.js';
import { StackError } from './stack-error.js';

interface FindOptions {
  readonly logDir: string;
  readonly say: (line: string) => void;
  /** Its PATH is searched. */
  readonly env: NodeJS.ProcessEnv;
}

/** Path of redis-server or valkey-server. Throws StackError with the ways to get one. */
export async function findRedis({ logDir, say, env }: FindOptions): Promise<string> {
  const found = findServer(env);
  if (found !== null) return found;
  const apt = findCommand('apt-get', env);
  if (apt === null || process.getuid?.() !== 0) throw noRedis();
  const log = join(logDir, 'apt.log');
  say('Redis is missing: installing the package redis-server with apt-get (about 20 s).');
  return installRedis(apt, log);
}

const findServer = (env: NodeJS.ProcessEnv) =>
  findCommand('redis-server', env) ?? findCommand('valkey-server', env);

const noRedis = () =>
  new StackError(
    'Redis is missing: put redis-server or valkey-server on PATH (Debian and Ubuntu: apt-get install redis-server; macOS: brew install redis), or set REDIS_URL to a Redis of your own.',
  );

async function installRedis(apt: string, log: string): Promise<string> {
  const find = () => findServer(process.env);
  const installed = await aptInstall({ apt, packages: ['redis-server'], log, find });
  if (installed !== null) return installed;
  throw new StackError(
    `apt-get could not install redis-server (log: ${log}); install it by hand, or set REDIS_URL.`,
  );
}
