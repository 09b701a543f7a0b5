/**
 * The API or a worker as a process of the stack. When it ends by itself, that is told and it is
 * started again a second later;
 * before it ever served, its end is an error.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endedEarly, type Place, type ServerProcess, startProcess } from './server-process.js';
import { waitUntil } from './wait-until.js';

const RESTART_PAUSE_MS = 1_000;
/** A worker lets its runs go on for 5 s, then hands them back. */
const STOP_GRACE_MS = 15_000;
const LISTEN_TIMEOUT_MS = 60_000;

export interface AppProcess {
  readonly name: string;
  /** Of the process that runs now. */
  readonly pid: () => number;
  readonly logFile: string;
  /**
   * From now on an end is told and mended. Until then it is an error that `failed` rejects with.
   */
  keepAlive(): void;
  /** Rejects when it ends before `keepAlive`; never resolves. */
  readonly failed: Promise<never>;
  /** Of an API: where it listens, by its own log. */
  address(): Promise<string>;
  stop(): Promise<void>;
}

interface AppOptions extends Place {
  /** Root of the clone. */
  readonly root: string;
  readonly app: 'api' | 'worker';
  /** `api`, `worker 1`. */
  readonly name: string;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

export async function startApp({
  root,
  app,
  name,
  env,
  say,
  ...place
}: AppOptions): Promise<AppProcess> {
  const options = {
    ...place,
    name: name.replace(' ', '-'),
    command: process.execPath,
    cwd: root,
    args: [join(root, 'apps', app, 'dist', 'main.js')],
  };
  let port: string | undefined;
  const start = () =>
    startProcess({ ...options, env: port === undefined ? env : { ...env, PORT: port } });
  let current = await start();
  let isServing = false;
  let isStopping = false;

  const keepRunning = async (): Promise<never> => {
    for (;;) {
      const { code, signal } = await current.exited;
      if (isStopping) return new Promise(() => {});
      if (!isServing) throw endedEarly(current);
      say(
        `${name} ended (${signal ?? `exit code ${code}`}); starting it again. Its log: ${current.logFile}`,
      );
      await sleep(RESTART_PAUSE_MS);
      if (isStopping) return new Promise(() => {});
      current = await start();
      say(`${name} pid ${current.pid}`);
    }
  };
  const failed = keepRunning();
  failed.catch(() => {}); // whoever waits for the stack hears it

  return {
    name,
    failed,
    logFile: current.logFile,
    pid: () => current.pid,
    keepAlive: () => {
      isServing = true;
    },
    address: async () => {
      const address = await addressIn(current);
      port = new URL(address).port; // a restart comes back at the same place
      return address;
    },
    stop: async () => {
      isStopping = true;
      await current.stop(STOP_GRACE_MS);
    },
  };
}

/** The API logs its address as soon as it listens. */
function addressIn(api: ServerProcess): Promise<string> {
  const find = async () => {
    if (api.hasExited()) throw endedEarly(api);
    return /"address":"(http[^"]+)"/.exec(await readFile(api.logFile, 'utf8'))?.[1];
  };
  return waitUntil(find, {
    timeoutMs: LISTEN_TIMEOUT_MS,
    what: `the API to listen (log: ${api.logFile})`,
  });
}
