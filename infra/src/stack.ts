/**
 * The whole local stack: Redis, PostgreSQL, object store, API and workers, each a process of its
 * own. Used by `npm start` and the demo.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { type RunningObjectStore, startObjectStore } from './object-store.js';
import { type RunningPostgres, startPostgres } from './postgres.js';
import { type RunningRedis, startRedis } from './redis.js';
import { StackError } from './stack-error.js';
import { claimState, type StateDirectory } from './state-directory.js';
import { type SupervisedApp, superviseApp } from './supervised-app.js';

/** The first start seeds a million rows. */
const READY_TIMEOUT_MS = 180_000;

export interface StackOptions {
  /** Root of the clone. */
  readonly root: string;
  /** Names the state directory. */
  readonly name: string;
  /** True: the next stack of this name finds the data again. */
  readonly keep: boolean;
  readonly workers: number;
  readonly say: (line: string) => void;
  /** An abort while it starts stops what was started. */
  readonly signal: AbortSignal;
  /** Default `process.env`. */
  readonly env?: NodeJS.ProcessEnv;
}

export interface Stack {
  /** Of API and page: `http://127.0.0.1:3000`. */
  readonly address: string;
  readonly redisUrl: string;
  readonly databaseUrl: string;
  /** An address or a directory. */
  readonly store: string;
  readonly logDir: string;
  /** What runs now and is ours. */
  processes(): { readonly name: string; readonly pid: number }[];
  /** API and workers anew, as after a build; tasks wait meanwhile, none is lost. */
  restartApps(): Promise<void>;
  /** API and workers first, then what they stand on. */
  stop(): Promise<void>;
}

/**
 * Resolves when `/readyz` answers 200. Throws StackError when a part cannot start; nothing is left
 * running then.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const state = await claimState(options);
  const stops: (() => Promise<void>)[] = [() => state.release()];
  const stop = async () => {
    for (let last = stops.pop(); last !== undefined; last = stops.pop()) await last();
  };
  try {
    const services = await startServices(options, state, stops);
    const apps = await startApps(options, state, { services, stops });
    const address = await becomesReady(apps, options.signal);
    for (const app of apps) app.keepAlive();
    return { address, ...describe(services, apps), logDir: state.logDir, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Services {
  readonly redis: RunningRedis;
  readonly postgres: RunningPostgres;
  readonly store: RunningObjectStore;
}

type Stops = (() => Promise<void>)[];

/** All at once; each one that started is stopped later, also when another one could not. */
async function startServices(
  { keep, say, env = process.env }: StackOptions,
  state: StateDirectory,
  stops: Stops,
): Promise<Services> {
  const started = async <Service extends { stop(): Promise<void> }>(
    service: Promise<Service>,
  ): Promise<Service> => {
    const running = await service;
    stops.push(() => running.stop());
    return running;
  };
  const services = [
    started(startRedis({ ...state, say, env })),
    started(startPostgres({ ...state, temporary: !keep, env })),
    started(startObjectStore({ ...state, env })),
  ] as const;
  await Promise.allSettled(services);
  const [redis, postgres, store] = await Promise.all(services);
  return { redis, postgres, store };
}

interface StartedServices {
  readonly services: Services;
  readonly stops: Stops;
}

async function startApps(
  options: StackOptions,
  state: StateDirectory,
  { services, stops }: StartedServices,
): Promise<SupervisedApp[]> {
  const { root, workers, say, signal, env = process.env } = options;
  signal.throwIfAborted();
  const local = {
    ...env,
    NODE_ENV: 'development',
    AUTH_MODE: 'dev',
    DEV_ROLE: 'operator',
    REDIS_URL: services.redis.url,
    DATABASE_URL: services.postgres.url,
    ...services.store.env,
  };
  const names = Array.from(
    { length: workers },
    (_, index) => ['worker', `worker ${index + 1}`] as const,
  );
  const apps: SupervisedApp[] = [];
  stops.push(async () => void (await Promise.all(apps.map((app) => app.stop()))));
  for (const [app, name] of [['api', 'api'] as const, ...names]) {
    apps.push(await superviseApp({ ...state, root, app, name, say, env: local }));
  }
  return apps;
}

async function becomesReady(apps: readonly SupervisedApp[], signal: AbortSignal): Promise<string> {
  const failed = Promise.race(apps.map((app) => app.failed));
  const [api] = apps;
  const ready = async () => {
    const address = reachable((await api?.address()) ?? '');
    const deadline = performance.now() + READY_TIMEOUT_MS;
    while (!(await answersReady(address))) {
      signal.throwIfAborted();
      if (performance.now() > deadline)
        throw new StackError(
          `The API was not ready within ${READY_TIMEOUT_MS / 1000} s (log: ${api?.logFile}).`,
        );
      await sleep(100);
    }
    return address;
  };
  return Promise.race([ready(), failed]);
}

/** An API that listens on every interface is asked on loopback. */
const reachable = (address: string): string =>
  address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');

async function answersReady(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false; // not yet
  }
}

function describe({ redis, postgres, store }: Services, apps: readonly SupervisedApp[]) {
  const services = [
    { name: 'redis', pid: redis.pid },
    { name: 'postgres', pid: postgres.pid },
    { name: 'minio', pid: store.pid },
  ];
  const ours = services.flatMap(({ name, pid }) => (pid === null ? [] : [{ name, pid }]));
  return {
    redisUrl: redis.url,
    databaseUrl: postgres.url,
    store: store.description,
    restartApps: async () => void (await Promise.all(apps.map((app) => app.restart()))),
    processes: () => [...apps.map((app) => ({ name: app.name, pid: app.pid() })), ...ours],
  };
}
