/**
 * PgBouncer for tests of what a pooler changes, in front of a PostgreSQL that runs: one process a
 * pool mode, on loopback, never as root, which PgBouncer refuses.
 */
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aptInstall } from './apt-install.js';
import { findCommand } from './find-command.js';
import { onFreePort } from './free-port.js';
import { endedEarly, type Place, type ServerProcess, startProcess } from './server-process.js';
import { waitUntil } from './wait-until.js';

/** When PgBouncer gives a server's connection back: at the client's end, or after a transaction. */
export type PoolMode = 'session' | 'transaction';

/** A PgBouncer that accepts connections. */
export interface RunningPgbouncer {
  /** Of the same database as the server's address. */
  readonly url: string;
  stop(): Promise<void>;
}

interface PgbouncerOptions extends Place {
  readonly mode: PoolMode;
  /** Of a PostgreSQL; PgBouncer signs in there as its user, whoever the client is. */
  readonly databaseUrl: string;
}

const NOBODY = 65_534;
const READY_TIMEOUT_MS = 10_000;

/**
 * Path of pgbouncer, which Debian's package brings where apt-get can run. Null when there is none.
 */
export async function findPgbouncer({
  logDir,
  say,
  env = process.env,
}: {
  readonly logDir: string;
  readonly say: (line: string) => void;
  readonly env?: NodeJS.ProcessEnv;
}): Promise<string | null> {
  const find = () =>
    findCommand('pgbouncer', { PATH: `${env.PATH ?? ''}:/usr/sbin:/usr/local/sbin` });
  const found = find();
  const apt = findCommand('apt-get', env);
  if (found !== null || apt === null || process.getuid?.() !== 0) return found;
  say('PgBouncer is missing: installing the package pgbouncer with apt-get (about 10 s).');
  return aptInstall({ apt, packages: ['pgbouncer'], log: join(logDir, 'apt.log'), find });
}

/** `binary`: its path. Throws StackError when PgBouncer does not accept connections. */
export async function startPgbouncer(
  binary: string,
  { mode, databaseUrl, ...place }: PgbouncerOptions,
): Promise<RunningPgbouncer> {
  const asNobody = process.getuid?.() === 0;
  return onFreePort(async (port) => {
    const folder = await mkdtemp(join(tmpdir(), 'longshore-pgbouncer-'));
    const config = join(folder, 'pgbouncer.ini');
    await writeFile(config, settings({ port, mode, databaseUrl }), { mode: 0o600 });
    if (asNobody) for (const path of [folder, config]) await chown(path, NOBODY, NOBODY);
    const server = await startProcess({
      ...place,
      name: `pgbouncer-${mode}`,
      command: binary,
      args: [config],
      ...(asNobody ? { uid: NOBODY } : {}),
    });
    const stop = async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    };
    try {
      await waitUntil(() => accepts(server, port), {
        timeoutMs: READY_TIMEOUT_MS,
        what: `PgBouncer to accept connections (log: ${server.logFile})`,
      });
    } catch (error) {
      await stop();
      throw error;
    }
    const url = new URL(databaseUrl);
    url.port = String(port);
    return { url: url.href, stop };
  });
}

function settings({
  port,
  mode,
  databaseUrl,
}: Pick<PgbouncerOptions, 'mode' | 'databaseUrl'> & { readonly port: number }): string {
  const { hostname, port: serverPort, username, password } = new URL(databaseUrl);
  return `[databases]
* = host=${hostname} port=${serverPort} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
`;
}

async function accepts(server: ServerProcess, port: number): Promise<boolean> {
  if (server.hasExited()) throw endedEarly(server);
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const end = (isAccepted: boolean) => {
      socket.destroy();
      resolve(isAccepted);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
