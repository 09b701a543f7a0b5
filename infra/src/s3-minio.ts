/** MinIO for the local stack and for tests: found on PATH or in the cache, and run on loopback. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findCommand } from './find-command.js';
import { onFreePort } from './free-port.js';
import { endedEarly, type Place, type ServerProcess, startProcess } from './server-process.js';
import { StackError } from './stack-error.js';
import { waitUntil } from './wait-until.js';

const READY_TIMEOUT_MS = 60_000;
const REGION = 'us-east-1';

export interface RunningS3 {
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
  /** Null when it is not ours. */
  readonly pid: number | null;
  stop(): Promise<void>;
}

/** Where programs that were built for the tests are kept, outside every clone. */
export const cacheDirectory = (env: NodeJS.ProcessEnv): string =>
  join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'longshore');

/** Full path of `minio` on PATH, else in the cache; null when there is none. Installs nothing. */
export async function findMinio(env: NodeJS.ProcessEnv = process.env): Promise<string | null> {
  const cached = join(cacheDirectory(env), 'minio');
  return findCommand('minio', env) ?? (existsSync(cached) ? cached : null);
}

interface MinioOptions extends Place {
  /** Default: a free one. */
  readonly port?: number;
  /** As findMinio or installMinio gives it. */
  readonly binary: string;
}

/**
 * One server with its data in `dir/minio` and new credentials at each start. Throws StackError when
 * it does not serve.
 */
export async function startMinio({
  binary,
  dir,
  logDir = dir,
  port,
}: MinioOptions): Promise<RunningS3> {
  await mkdir(join(dir, 'minio'), { recursive: true, mode: 0o700 });
  const start = (chosen: number) => serve({ binary, dir, logDir, port: chosen });
  return port === undefined ? onFreePort(start) : start(port);
}

async function serve({ binary, dir, logDir, port }: Required<MinioOptions>): Promise<RunningS3> {
  const address = `127.0.0.1:${port}`;
  const keys = { accessKey: 'longshore', secretKey: randomBytes(18).toString('hex') };
  const folders = ['--certs-dir', join(dir, 'minio-certs'), join(dir, 'minio')];
  const server = await startProcess({
    name: 'minio',
    dir,
    logDir,
    command: binary,
    cwd: dir,
    args: ['server', '--quiet', '--address', address, ...folders],
    env: environment(keys),
  });
  try {
    await waitUntil(() => serves(server, `http://${address}`), {
      timeoutMs: READY_TIMEOUT_MS,
      what: `MinIO to serve (log: ${server.logFile})`,
    });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    endpoint: `http://${address}`,
    ...keys,
    region: REGION,
    pid: server.pid,
    stop: () => server.stop(),
  };
}

/** None of the MINIO_* variables of the person's own servers. */
function environment({
  accessKey,
  secretKey,
}: {
  accessKey: string;
  secretKey: string;
}): NodeJS.ProcessEnv {
  const others = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('MINIO_')),
  );
  return {
    ...others,
    MINIO_ROOT_USER: accessKey,
    MINIO_ROOT_PASSWORD: secretKey,
    MINIO_BROWSER: 'off',
    MINIO_UPDATE: 'off',
  };
}

async function serves(server: ServerProcess, endpoint: string): Promise<boolean> {
  if (server.hasExited()) throw reasonOf(server, endpoint);
  // Refused, then 503, while it starts: /minio/health/ready says "ready" before S3 is. Then 403,
  // for nobody signed it.
  const answer = await fetch(`${endpoint}/`, { signal: AbortSignal.timeout(1_000) }).catch(
    () => null,
  );
  return answer?.status === 403 && !server.hasExited();
}

/** In the words that onFreePort knows. */
function reasonOf(server: ServerProcess, endpoint: string): Error {
  const ended = endedEarly(server);
  return /port is already in use/.test(ended.message)
    ? new StackError(`${endpoint}: address already in use.`, { cause: ended })
    : ended;
}
