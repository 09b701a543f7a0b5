/**
 * What an attempt works with, for tests: real Redis, PostgreSQL and disk store, executors as given.
 */

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Language, Part } from '@longshore/contract';
import type { Executor, ExecutorOf, LoadedBusiness } from '@longshore/executors';
import { type PostgresConfig, type PostgresDatabase, postgres } from '@longshore/postgres';
import { freshDatabase } from '@longshore/postgres/testing';
import { createDiskStore, type ObjectStore } from '@longshore/storage';
import {
  connectRedis,
  createTaskQueue,
  createTaskStore,
  type NewTask,
  type Task,
  type TaskQueue,
  type TaskStore,
} from '@longshore/tasks';
import { inject } from 'vitest';
import type { RunServices } from '../src/run-services.js';

/** Who registers; an export has no use for the languages. */
const PERSON = { language: 'en', languages: ['en'], timeZone: 'UTC' } as const;

export interface TestServices extends RunServices {
  readonly database: PostgresDatabase;
  readonly queue: TaskQueue;
  /** Parts that do not answer when they are asked; a test adds to them. */
  readonly away: Set<Part>;
  /** Directory of the store. */
  readonly directory: string;
  /** Registers a task; of an owner of its own, in English and UTC, where the task names none. */
  register(task: TestTask): Promise<Task>;
  /** Keys of all stored files. */
  storedKeys(): Promise<string[]>;
  close(): Promise<void>;
}

type TestTask = DistributedOmit<NewTask, 'owner' | keyof typeof PERSON> & {
  readonly owner?: string;
  readonly timeZone?: string;
  readonly language?: Language;
};
type DistributedOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

const ROOTS = ['results', 'uploads'];

/** `connect`: how the business reaches its database; default: directly. */
export async function startServices(
  executors: readonly Executor[],
  connect: (url: string) => Promise<PostgresConfig> = async (url) => ({ url }),
): Promise<TestServices> {
  const redis = await connectRedis(inject('redisUrl'), { role: 'worker' });
  const tasks = withoutBackoff(
    createTaskStore(redis, { ttlMs: 60_000, ledgerTtlMs: 120_000, maxAttempts: 3 }),
  );
  const queue = createTaskQueue({ redis, tasks });
  const fresh = await freshDatabase(inject('databaseUrl'));
  const database = postgres(await connect(fresh.url));
  await database.migrate();
  const directory = await mkdtemp(join(tmpdir(), 'longshore-runner-'));
  const store = createDiskStore({ directory });
  const away = new Set<Part>();
  return {
    tasks,
    queue,
    store,
    database,
    directory,
    business: businessOf(executors, database),
    parts: {
      isAway: async (part) => away.has(part),
      open: (part) => void away.add(part),
      wasAway: (part) => away.has(part),
    },
    away,
    worker: 'test',
    onBatchPage: () => {},
    onAttemptEnded: () => {},
    onRows: () => {},
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    register: async (task) => {
      const registration = await tasks.register({
        ...PERSON,
        owner: `owner-${randomUUID()}`,
        ...task,
      });
      if (!registration.registered) throw new Error('the owner has a live task of this type');
      return registration.task;
    },
    storedKeys: () => keysOf(store),
    close: async () => {
      await queue.close();
      redis.disconnect();
      await database.close();
      await fresh.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A retry is due at once: the tests themselves start the next attempt. */
const withoutBackoff = (store: TaskStore): TaskStore => ({
  ...store,
  retryLater: (run, error) => store.retryLater(run, error, 0),
  waitOut: (run, error) => store.waitOut(run, error, 0),
});

function businessOf(executors: readonly Executor[], database: PostgresDatabase): LoadedBusiness {
  return {
    database,
    folder: fileURLToPath(new URL('../src/', import.meta.url)),
    executors,
    retryables: [],
    find: (kind, type) =>
      executors.find((one) => one.kind === kind && one.type === type) as
        | ExecutorOf<typeof kind>
        | undefined,
    prepare: async () => {},
  };
}

async function keysOf(store: ObjectStore): Promise<string[]> {
  const keys: string[] = [];
  for (const root of ROOTS) for await (const { key } of store.list(root)) keys.push(key);
  return keys;
}
