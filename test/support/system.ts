/**
 * A whole system for one test file: its own Redis, database and object store, the built API and
 * workers as real processes. Tests speak HTTP to it, as a page does.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AppProcess, startApp, startRedis, waitUntil } from '@longshore/infra';
import { freshDatabase } from '@longshore/postgres/testing';
import { type Line, startLine } from './line.js';
import { redisCommand } from './redis-command.js';
import { type TaskCalls, taskCalls } from './task-calls.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const READY_MS = 60_000;

type Environment = Readonly<Record<string, string>>;

export interface SystemOptions {
  readonly databaseUrl: string;
  readonly workers?: number;
  readonly env?: Environment;
  /** Redis and database are reached by lines that can fail. */
  readonly hasLines?: boolean;
}

/** An API, and where it listens. */
export interface RunningApi {
  readonly url: string;
  readonly process: AppProcess;
}

export interface System extends TaskCalls {
  readonly url: string;
  /** Only with `hasLines`. */
  readonly lines: { readonly redis: Line; readonly database: Line };
  /** Of this system's own Redis, past any line. */
  redisCommand(...words: readonly string[]): Promise<string>;
  /**
   * Kills this system's own Redis and starts it anew, with or without what it had written down.
   * Only with `hasLines`.
   */
  restartRedis(options: { readonly keepsData: boolean }): Promise<void>;
  /** Freezes (SIGSTOP) or thaws (SIGCONT) this system's own Redis. */
  signalRedis(name: NodeJS.Signals): void;
  readonly databaseUrl: string;
  readonly api: AppProcess;
  readonly workers: AppProcess[];
  readonly env: Environment;
  /** Of the disk store, temporary ones too. */
  storedFiles(): string[];
  startWorker(env?: Environment): Promise<AppProcess>;
  /**
   * Another API of this system, with other settings; ended by its own `stop` or by the system's.
   */
  startApi(env?: Environment): Promise<RunningApi>;
  stop(): Promise<void>;
}

export async function startSystem(options: SystemOptions): Promise<System> {
  const dir = mkdtempSync(join(tmpdir(), 'longshore-e2e-'));
  const redisPlace = { dir: join(dir, 'redis'), env: { PATH: process.env.PATH } };
  let redis = await startRedis(redisPlace);
  const database = await freshDatabase(options.databaseUrl);
  const lines =
    options.hasLines === true
      ? { redis: await startLine(redis.url), database: await startLine(database.url) }
      : null;
  const env = {
    REDIS_URL: lines?.redis.url ?? redis.url,
    DATABASE_URL: lines?.database.url ?? database.url,
    STORAGE_DIR: join(dir, 'objects'),
    AUTH_MODE: 'dev',
    LOG_LEVEL: 'info',
    SHOP_ORDERS: '20000',
    PORT: '0',
    ...options.env,
  };
  const apps = startedApps(join(dir, 'apps'), env);
  const stop = async () => {
    for (const line of Object.values(lines ?? {})) line.up();
    await apps.stop();
    for (const line of Object.values(lines ?? {})) await line.stop();
    await redis.stop();
    await database.drop();
    rmSync(dir, { recursive: true, force: true });
  };
  const start = async () => {
    const api = await apps.startApi();
    for (let i = 0; i < (options.workers ?? 1); i++) await apps.startWorker();
    return api;
  };
  const { url, process: api } = await start().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    ...taskCalls(url),
    url,
    databaseUrl: database.url,
    api,
    workers: apps.workers,
    env,
    startWorker: apps.startWorker,
    startApi: apps.startApi,
    get lines() {
      if (lines === null) throw new Error('this system was started without lines');
      return lines;
    },
    redisCommand: (...words) => redisCommand(redis.url, ...words),
    restartRedis: async ({ keepsData }) => {
      if (redis.pid !== null) process.kill(redis.pid, 'SIGKILL');
      await redis.stop();
      if (!keepsData) rmSync(join(redisPlace.dir, 'redis'), { recursive: true });
      redis = await startRedis(redisPlace);
      lines?.redis.leadTo(redis.url);
    },
    storedFiles: () => filesBelow(env.STORAGE_DIR),
    signalRedis: (name) => {
      if (redis.pid !== null) process.kill(redis.pid, name);
    },
    stop,
  };
}

/** API and workers of one system; `stop` ends all that were started. */
function startedApps(dir: string, env: Environment) {
  mkdirSync(dir);
  const all: AppProcess[] = [];
  const workers: AppProcess[] = [];
  const start = async (app: 'api' | 'worker', extra: Environment): Promise<AppProcess> => {
    const name = `${app}-${all.length + 1}`;
    const own = { PATH: process.env.PATH, ...env, ...extra };
    const started = await startApp({ root: ROOT, app, name, dir, env: own });
    all.push(started);
    return started;
  };
  return {
    workers,
    startWorker: async (extra: Environment = {}) => {
      const worker = await start('worker', extra);
      workers.push(worker);
      await worker.logged('ready', READY_MS);
      return worker;
    },
    startApi: async (extra: Environment = {}): Promise<RunningApi> => {
      const api = await start('api', extra);
      const { address } = await api.logged('listening', READY_MS);
      const url = String(address);
      await waitUntil(async () => (await fetch(`${url}/readyz`)).ok, {
        what: `${url}/readyz`,
        timeoutMs: READY_MS,
      });
      return { url, process: api };
    },
    stop: async () => void (await Promise.all(all.map((app) => app.stop()))),
  };
}

const filesBelow = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );
