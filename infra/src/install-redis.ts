/**
 * Finds a Redis server, and on Debian and Ubuntu as root installs one. Its own service is not used:
 * the stack has its own port.
 */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findCommand } from './find-command.js';
import { StackError } from './stack-error.js';

const LOCK_ATTEMPTS = 24;
const LOCK_PAUSE_MS = 5_000;

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
  for (let attempt = 1; attempt <= LOCK_ATTEMPTS; attempt++) {
    const failed =
      (await run(apt, ['update'], log)) ??
      (await run(apt, ['install', '-y', '--no-install-recommends', 'redis-server'], log));
    const installed = findServer(process.env);
    if (installed !== null) return installed;
    if (failed === null || !/lock/.test(failed)) break;
    await sleep(LOCK_PAUSE_MS); // another run of apt, perhaps for the same package
  }
  throw new StackError(
    `apt-get could not install redis-server (log: ${log}); install it by hand, or set REDIS_URL.`,
  );
}

/** Null when the command went well, else what it said. */
function run(command: string, args: readonly string[], log: string): Promise<string | null> {
  const file = createWriteStream(log, { flags: 'a' });
  const child = spawn(command, args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      file.write(chunk);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => file.end(() => resolve(code === 0 ? null : said)));
  });
}
