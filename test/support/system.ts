/**
 * A whole system for one test file: its own Redis, database and object store, the built API and
 * workers as real processes.
 * Tests speak HTTP to it, as a page does.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LedgerRecord, Problem, RegisterOut, TaskResultOut } from '@longshore/contract';
import { startRedis, waitUntil } from '@longshore/infra';
import { freshDatabase } from '@longshore/postgres/testing';
import { type AppProcess, spawnApp } from './app-process.js';

interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface SystemOptions {
  readonly databaseUrl: string;
  readonly workers?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface System {
  readonly url: string;
  /** Freezes (SIGSTOP) or thaws (SIGCONT) this system's own Redis. */
  signalRedis(name: NodeJS.Signals): void;
  readonly databaseUrl: string;
  readonly api: AppProcess;
  readonly workers: AppProcess[];
  readonly env: Readonly<Record<string, string>>;
  /** Of the disk store, temporary ones too. */
  storedFiles(): string[];
  startWorker(env?: Readonly<Record<string, string>>): Promise<AppProcess>;
  call<Body>(path: string, options?: CallOptions): Promise<Answer<Body>>;
  registerExport(body: object, options?: CallOptions): Promise<Answer<RegisterOut & Problem>>;
  registerImport(
    type: string,
    file: { name: string; bytes: Uint8Array },
    options?: CallOptions & { fields?: Record<string, string> },
  ): Promise<Answer<RegisterOut & Problem>>;
  status(asked: object, options?: CallOptions): Promise<TaskResultOut>;
  record(taskId: string, options?: CallOptions): Promise<LedgerRecord>;
  /** Polls until the task ended; every answer on the way is checked by `see`. */
  finished(
    taskId: string,
    options?: CallOptions & { see?: (answer: TaskResultOut) => void; timeoutMs?: number },
  ): Promise<TaskResultOut>;
  stop(): Promise<void>;
}

interface CallOptions {
  readonly owner?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string | FormData;
  readonly method?: string;
}

const READY_MS = 60_000;
const FINISH_MS = 120_000;

export async function startSystem(options: SystemOptions): Promise<System> {
  const dir = mkdtempSync(join(tmpdir(), 'longshore-e2e-'));
  const redis = await startRedis({ dir: join(dir, 'redis'), env: { PATH: process.env.PATH } });
  const database = await freshDatabase(options.databaseUrl);
  const env = {
    REDIS_URL: redis.url,
    DATABASE_URL: database.url,
    STORAGE_DIR: join(dir, 'objects'),
    AUTH_MODE: 'dev',
    LOG_LEVEL: 'info',
    SHOP_ORDERS: '20000',
    PORT: '0',
    ...options.env,
  };
  const api = spawnApp('api', env);
  const workers: AppProcess[] = [];
  const startWorker = async (extra: Readonly<Record<string, string>> = {}) => {
    const worker = spawnApp('worker', { ...env, ...extra });
    workers.push(worker);
    await worker.logged('ready', READY_MS);
    return worker;
  };
  const stop = async () => {
    await Promise.all([api, ...workers].map((app) => app.stop()));
    await redis.stop();
    await database.drop();
    rmSync(dir, { recursive: true, force: true });
  };
  const url = await becomesReady(api, async () => {
    for (let i = 0; i < (options.workers ?? 1); i++) await startWorker();
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });

  const calls = callsOf(url);
  return {
    url,
    databaseUrl: database.url,
    api,
    workers,
    env,
    startWorker,
    ...calls,
    storedFiles: () => filesBelow(env.STORAGE_DIR),
    signalRedis: (name) => {
      if (redis.pid !== null) process.kill(redis.pid, name);
    },
    stop,
  };
}

async function becomesReady(api: AppProcess, startWorkers: () => Promise<void>): Promise<string> {
  const { address } = await api.logged('listening', READY_MS);
  await waitUntil(async () => (await fetch(`${String(address)}/readyz`)).ok, {
    what: '/readyz',
    timeoutMs: READY_MS,
  });
  await startWorkers();
  return String(address);
}

const filesBelow = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );

type Calls = Pick<
  System,
  'call' | 'registerExport' | 'registerImport' | 'status' | 'record' | 'finished'
>;

function callsOf(url: string): Calls {
  async function call<Body>(
    path: string,
    { owner = 'ann', headers = {}, json, body, method }: CallOptions = {},
  ): Promise<Answer<Body>> {
    const sent = json === undefined ? body : JSON.stringify(json);
    const response = await fetch(url + path, {
      method: method ?? (sent === undefined ? 'GET' : 'POST'),
      headers: {
        'x-owner': owner,
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: sent }),
      redirect: 'manual',
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    // tests state what they expect
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : text) as Body,
    };
  }

  const status = async (asked: object, options: CallOptions = {}) =>
    (await call<TaskResultOut>('/api/getTaskStatus', { ...options, json: asked })).body;

  return {
    call,
    status,
    registerExport: (body, options = {}) =>
      call('/api/registerExportTask', { ...options, json: body }),
    registerImport: (type, file, { fields = {}, ...options } = {}) => {
      const form = new FormData();
      form.set('type', type);
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      form.set('file', new Blob([Uint8Array.from(file.bytes)]), file.name);
      return call('/api/registerImportTask', { ...options, body: form });
    },
    record: async (taskId, options = {}) =>
      (await call<LedgerRecord>(`/api/tasks/${taskId}`, options)).body,
    finished: (taskId, { see, timeoutMs = FINISH_MS, ...options } = {}) =>
      waitUntil(
        async () => {
          const answer = await status({ taskId }, options);
          see?.(answer);
          return answer.status === 1 ? null : answer;
        },
        { what: `the end of task ${taskId}`, timeoutMs },
      ),
  };
}
