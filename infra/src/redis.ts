/**
 * Redis for the local stack: REDIS_URL when it is set, else a server of the stack's own on
 * loopback.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { onFreePort } from './free-port.js';
import { findRedis } from './install-redis.js';
import { endedEarly, type Place, type ServerProcess, startProcess } from './server-process.js';
import { StackError } from './stack-error.js';

/** Loading a large append-only file takes its time. */
const READY_TIMEOUT_MS = 60_000;
const OLDEST = [6, 2] as const;

export interface RunningRedis {
  readonly url: string;
  /** Null when it is not ours (REDIS_URL). */
  readonly pid: number | null;
  stop(): Promise<void>;
}

interface RedisOptions extends Place {
  readonly say?: (line: string) => void;
  /** Default `process.env`. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Append-only file, no eviction, loopback only. Throws StackError when there is no Redis and none
 * can be had.
 */
export async function startRedis({
  dir,
  logDir = dir,
  say = () => {},
  env = process.env,
}: RedisOptions): Promise<RunningRedis> {
  if (env.REDIS_URL) return { url: env.REDIS_URL, pid: null, stop: async () => {} };
  const command = await findRedis({ logDir, say, env });
  return onFreePort(async (port) => {
    const server = await startRedisServer({ dir, logDir, command, port, name: 'redis' });
    return { url: `redis://127.0.0.1:${port}`, pid: server.pid, stop: () => server.stop() };
  });
}

interface RedisServerOptions extends Place {
  readonly command: string;
  readonly port: number;
  readonly name: string;
  readonly extra?: readonly string[];
}

/** One server process that answers. Its files stand in `dir/<name>`. */
export async function startRedisServer({
  dir,
  logDir = dir,
  command,
  port,
  name,
  extra = [],
}: RedisServerOptions): Promise<ServerProcess> {
  const data = join(dir, name);
  await mkdir(data, { recursive: true, mode: 0o700 });
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: data,
    databases: 1024,
    daemonize: 'no',
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': 'noeviction',
  };
  const args = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, String(value)]);
  const server = await startProcess({
    name,
    dir,
    logDir,
    command,
    args: [...args, ...extra],
    cwd: data,
  });
  try {
    await answersAs(server, port);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * Whoever answers on the port must be the process that was started: somebody else may have taken
 * the port.
 */
async function answersAs(server: ServerProcess, port: number): Promise<void> {
  const client = new Redis({ port, retryStrategy: () => 25, maxRetriesPerRequest: null });
  // refused connections while it starts; the race below has the last word
  client.on('error', () => {});
  try {
    const info = await Promise.race([
      client.info('server'),
      endsEarly(server),
      takesTooLong(server),
    ]);
    if (field(info, 'process_id') !== String(server.pid))
      throw new StackError('Address already in use by another Redis.');
    refuseOld(field(info, 'redis_version'));
  } finally {
    client.disconnect();
  }
}

async function endsEarly(server: ServerProcess): Promise<never> {
  await server.exited;
  throw endedEarly(server);
}

async function takesTooLong({ name, logFile }: ServerProcess): Promise<never> {
  await sleep(READY_TIMEOUT_MS, undefined, { ref: false });
  throw new StackError(
    `${name} did not answer within ${READY_TIMEOUT_MS / 1000} s (log: ${logFile}).`,
  );
}

function refuseOld(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new StackError(
    `Redis ${version} is too old: Longshore needs ${OLDEST.join('.')} or newer; set REDIS_URL to such a server.`,
  );
}

const field = (info: string, name: string): string =>
  new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
