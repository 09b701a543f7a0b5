/**
 * PostgreSQL for the local stack: DATABASE_URL when it is set, else a server of the stack's own on
 * loopback.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, chown, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onFreePort } from './free-port.js';
import { type PostgresHome, postgresHome } from './postgres-home.js';
import {
  endedEarly,
  endLeftover,
  type Place,
  type ServerProcess,
  startProcess,
} from './server-process.js';
import { StackError } from './stack-error.js';
import { waitUntil } from './wait-until.js';

const NAME = 'postgres';
const USER = 'longshore';
const STOP_GRACE_MS = 20_000;
/** Recovery after a kill replays the log. */
const READY_TIMEOUT_MS = 120_000;

export interface RunningPostgres {
  readonly url: string;
  /** Null when it is not ours (DATABASE_URL). */
  readonly pid: number | null;
  stop(): Promise<void>;
}

interface PostgresOptions extends Place {
  /**
   * True: data that is needed no longer than the server: begins empty, and is removed by `stop()`.
   * Default false.
   */
  readonly temporary?: boolean;
  /** True: a power cut may lose data (tests). Default false. */
  readonly unsafe?: boolean;
  /** Default `process.env`. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Data and password stay in `dir`; a second start finds them. Throws StackError when no PostgreSQL
 * can run here.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { dir, logDir = dir, temporary = false, unsafe = false, env = process.env } = options;
  if (env.DATABASE_URL) return { url: env.DATABASE_URL, pid: null, stop: async () => {} };
  await endLeftover(dir, NAME);
  const home = await postgresHome(dir, env);
  const password = await readPassword(home);
  if (temporary) await emptyFolder(home.dataDir);
  if (!existsSync(join(home.dataDir, 'PG_VERSION'))) await createCluster(home, logDir);
  await rm(join(home.dataDir, 'postmaster.pid'), { force: true }); // of a killed run: its pid may by now be another process's
  return onFreePort(async (port) => {
    const server = await startServer({ home, place: { dir, logDir }, port, unsafe });
    const stop = async () => {
      await server.stop(STOP_GRACE_MS);
      if (temporary) await home.remove();
    };
    return {
      url: `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`,
      pid: server.pid,
      stop,
    };
  });
}

async function readPassword(home: PostgresHome): Promise<string> {
  const file = passwordFile(home);
  if (!existsSync(file)) await writeFile(file, randomBytes(18).toString('hex'), { mode: 0o600 });
  return (await readFile(file, 'utf8')).trim();
}

const passwordFile = ({ folder }: PostgresHome): string => join(folder, 'postgres-password');

/** One that was cut short leaves no PG_VERSION, or a folder that is begun again. */
async function createCluster(home: PostgresHome, logDir: string): Promise<void> {
  await emptyFolder(home.dataDir);
  const locale = [
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  const access = [`--username=${USER}`, `--pwfile=${passwordFile(home)}`, '--auth=scram-sha-256'];
  const { command, args, uid } = home.command('initdb', [
    `--pgdata=${home.dataDir}`,
    ...access,
    ...locale,
    '--no-sync',
    '--no-instructions',
  ]);
  if (uid !== undefined) await chown(passwordFile(home), uid, uid);
  const child = spawn(command, args, {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const code = await new Promise((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  if (code === 0) return;
  const log = join(logDir, 'initdb.log');
  await appendFile(log, said);
  throw new StackError(
    `PostgreSQL could not create its data directory (log: ${log}); set DATABASE_URL to use one of your own.`,
  );
}

interface ServerOptions {
  readonly home: PostgresHome;
  readonly place: Place;
  readonly port: number;
  readonly unsafe: boolean;
}

async function startServer({ home, place, port, unsafe }: ServerOptions): Promise<ServerProcess> {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 300,
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    jit: 'off',
    ...(unsafe ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const server = await startProcess({
    ...place,
    name: NAME,
    ...home.command('postgres', ['-D', home.dataDir, ...flags]),
    stopSignal: 'SIGINT',
  });
  try {
    const timeoutMs = READY_TIMEOUT_MS;
    await waitUntil(() => isReady(server, home.dataDir), {
      timeoutMs,
      what: `PostgreSQL to accept connections (log: ${server.logFile})`,
    });
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The postmaster writes its state into line 8 of its pid file: that is where pg_ctl looks, too. */
async function isReady(server: ServerProcess, dataDir: string): Promise<boolean> {
  if (server.hasExited()) throw endedEarly(server);
  // not there yet
  const lines = (await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')).split(
    '\n',
  );
  return lines[7]?.trim() === 'ready';
}

/** The folder itself stays: in a copy it belongs to another user. */
async function emptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const entries = await readdir(folder);
  await Promise.all(
    entries.map((entry) => rm(join(folder, entry), { recursive: true, force: true })),
  );
}
