/**
 * The API or a worker of the stack, kept running: when the process ends by itself, a line says so
 * and it is started again a second later. Before it ever served, its end is an error.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type AppOptions, type AppProcess, startApp } from './app-process.js';
import { endedEarly } from './server-process.js';

const RESTART_PAUSE_MS = 1_000;
const LISTEN_TIMEOUT_MS = 60_000;

export interface SupervisedApp {
  /** `api`, `worker 1`. */
  readonly name: string;
  /** Of the process that runs now. */
  readonly pid: () => number;
  readonly logFile: string;
  /** From now on an end is told and mended. Until then `failed` rejects with it. */
  keepAlive(): void;
  /** Rejects when the process ends before `keepAlive`; never resolves. */
  readonly failed: Promise<never>;
  /** Ends the process, which hands its tasks back, and starts it anew at once. */
  restart(): Promise<void>;
  /** Of an API: where it listens, by its own log. */
  address(): Promise<string>;
  stop(): Promise<void>;
}

interface SupervisedAppOptions extends AppOptions {
  readonly say: (line: string) => void;
}

export async function superviseApp({
  name,
  say,
  ...options
}: SupervisedAppOptions): Promise<SupervisedApp> {
  let port: string | undefined;
  const start = () => {
    const env = port === undefined ? options.env : { ...options.env, PORT: port };
    return startApp({ ...options, env, name: name.replace(' ', '-') });
  };
  let current: AppProcess = await start();
  let isServing = false;
  let isStopping = false;
  let restarted: (() => void) | null = null;

  const keepRunning = async (): Promise<never> => {
    for (;;) {
      const { code, signal } = await current.exited;
      if (isStopping) return new Promise(() => {});
      if (!isServing) throw endedEarly(current);
      if (restarted === null) {
        const how = signal ?? `exit code ${code}`;
        say(`${name} ended (${how}); starting it again. Its log: ${current.logFile}`);
        await sleep(RESTART_PAUSE_MS);
      }
      if (isStopping) return new Promise(() => {});
      current = await start();
      say(`${name} pid ${current.pid}`);
      restarted?.();
      restarted = null;
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
    restart: async () => {
      const isBack = new Promise<void>((resolve) => {
        restarted = resolve;
      });
      await current.stop();
      await isBack;
    },
    address: async () => {
      const { address } = await current.logged('listening', LISTEN_TIMEOUT_MS);
      port = new URL(String(address)).port; // a restart comes back at the same place
      return String(address);
    },
    stop: async () => {
      isStopping = true;
      await current.stop();
    },
  };
}
