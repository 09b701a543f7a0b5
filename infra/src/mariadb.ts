/**
 * MariaDB for the tests of the MySQL adapter: MYSQL_TEST_URL when it is set, else a server of the
 * run's own on loopback whose data is removed when it stops.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onFreePort } from './free-port.js';
import { findMariadb, type MariadbPrograms } from './install-mariadb.js';
import {
  endedEarly,
  endLeftover,
  type Place,
  type ServerProcess,
  startProcess,
} from './server-process.js';
import { StackError } from './stack-error.js';
import { waitUntil } from './wait-until.js';

const NAME = 'mariadb';
const USER = 'longshore';
const READY_TIMEOUT_MS = 60_000;

/** A MariaDB that answers. */
export interface RunningMariadb {
  /** Of a user who may create databases. */
  readonly url: string;
  stop(): Promise<void>;
}

interface MariadbOptions extends Place {
  readonly say?: (line: string) => void;
  /** Default `process.env`. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Empty at each start. Throws StackError when a server that is there does not serve. */
export async function startMariadb(
  options: MariadbOptions,
): Promise<RunningMariadb | { readonly skipped: string }> {
  const { dir, logDir = dir, say = () => {}, env = process.env } = options;
  if (env.MYSQL_TEST_URL) return { url: env.MYSQL_TEST_URL, stop: async () => {} };
  const programs = await findMariadb({ logDir, say, env });
  if (programs === null)
    return {
      skipped:
        'the MySQL adapter was not tested: put mariadbd on PATH (Debian and Ubuntu: apt-get install mariadb-server-core mariadb-client-core), or set MYSQL_TEST_URL',
    };
  await endLeftover(dir, NAME);
  const data = join(dir, NAME);
  await createData(programs, data, logDir);
  const password = randomBytes(18).toString('hex');
  const init = join(data, 'init.sql');
  await writeFile(init, grants(password), { mode: 0o600 });
  return onFreePort(async (port) => {
    const server = await startServer({ programs, data, init, port, place: { dir, logDir } });
    const stop = async () => {
      await server.stop();
      for (const folder of [data, temporaryOf(data)])
        await rm(folder, { recursive: true, force: true });
    };
    return { url: `mysql://${USER}:${password}@127.0.0.1:${port}/mysql`, stop };
  });
}

const grants = (password: string): string =>
  [
    `CREATE OR REPLACE USER '${USER}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO '${USER}'@'127.0.0.1' WITH GRANT OPTION;`,
    '',
  ].join('\n');

/** MariaDB runs as root only when it is told so. */
const asOurUser = (): string[] => (process.getuid?.() === 0 ? ['--user=root'] : []);

/** At its start a server removes the temporary tables of every other server in its folder. */
const temporaryOf = (data: string): string => `${data}-tmp`;

async function createData({ install }: MariadbPrograms, data: string, logDir: string) {
  for (const folder of [data, temporaryOf(data)]) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  const { status, stdout, stderr } = spawnSync(
    install,
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--tmpdir=${temporaryOf(data)}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...asOurUser(),
    ],
    { encoding: 'utf8', cwd: '/' },
  );
  if (status === 0) return;
  const log = join(logDir, 'mariadb-install-db.log');
  await appendFile(log, `${stdout}${stderr}`);
  throw new StackError(
    `MariaDB could not create its data directory (log: ${log}); set MYSQL_TEST_URL.`,
  );
}

interface ServerOptions {
  readonly programs: MariadbPrograms;
  readonly data: string;
  readonly init: string;
  readonly port: number;
  readonly place: Place;
}

async function startServer({
  programs,
  data,
  init,
  port,
  place,
}: ServerOptions): Promise<ServerProcess> {
  const settings = {
    datadir: data,
    tmpdir: temporaryOf(data),
    port,
    'bind-address': '127.0.0.1',
    // a path of a socket is at most 107 characters long: relative to datadir
    socket: 'mariadb.sock',
    'pid-file': join(data, PID_FILE),
    'init-file': init,
    'secure-file-priv': data,
    'max-connections': 300,
    'innodb-flush-log-at-trx-commit': 0,
    'character-set-server': 'utf8mb4',
  };
  const flags = Object.entries(settings).map(([key, value]) => `--${key}=${value}`);
  const server = await startProcess({
    ...place,
    name: NAME,
    command: programs.server,
    args: ['--no-defaults', '--skip-name-resolve', ...asOurUser(), ...flags],
    cwd: data,
  });
  try {
    await waitUntil(() => isReady(server, data, port), {
      timeoutMs: READY_TIMEOUT_MS,
      what: `MariaDB to accept connections (log: ${server.logFile})`,
    });
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

const PID_FILE = 'mariadb.pid';

/** MariaDB greets once it has run its init file. The pid file tells that it is ours who greets. */
async function isReady(server: ServerProcess, data: string, port: number): Promise<boolean> {
  if (server.hasExited()) throw endedEarly(server);
  // not there yet
  const pid = await readFile(join(data, PID_FILE), 'utf8').catch(() => '');
  return Number(pid) === server.pid && (await greets(port));
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const end = (greeted: boolean) => {
      socket.destroy();
      resolve(greeted);
    };
    socket.once('data', () => end(true));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
  });
}
