import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSilentNetwork } from '@longshore/database/conformance';
import { freePort, startProcess, waitUntil } from '@longshore/infra';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { newTask } from '../test/new-task.js';
import { describeOnRedis, startTestRedis, type TestRedis } from '../test/redis-topologies.js';
import { silentLog } from '../test/silent-log.js';
import { connectRedis, type RedisClient } from './connect-redis.js';
import { createTaskStore } from './create-task-store.js';
import { startJobConsumer } from './job-consumer.js';
import { createTaskQueue, type TaskQueue } from './task-queue.js';
import type { TaskStore } from './task-store.js';

const LIMITS = { ttlMs: 60_000, ledgerTtlMs: 60_000, maxAttempts: 3 };
/** What a caller is promised, in ms. */
const PROMISED_MS = 2_000;

describeOnRedis('a connection for the API', (redisUrl, redisPids) => {
  let redis: RedisClient;
  let tasks: TaskStore;
  let queue: TaskQueue;
  beforeAll(async () => {
    redis = await connectRedis(redisUrl(), { role: 'api' });
    tasks = createTaskStore(redis, LIMITS);
    queue = createTaskQueue({ redis, tasks });
    await queue.counts('export');
  });
  const signal = (name: NodeJS.Signals) => {
    for (const pid of redisPids()) process.kill(pid, name);
  };
  afterEach(() => signal('SIGCONT'));
  afterAll(async () => {
    await queue.close();
    redis.disconnect();
  });

  it('answers redis_unavailable within 2 s when Redis stands still, again and again, and recovers by itself', async () => {
    const task = newTask();
    const registration = await tasks.register(task);
    if (!registration.registered) throw new Error('the slot was taken');
    // what is on its way when Redis goes on is done then, also where its caller was told 503
    const cleared = tasks.newTaskId(task.owner);
    const calls: (() => Promise<unknown>)[] = [
      () => tasks.register(newTask()),
      () => tasks.poll(task),
      () => tasks.clear(cleared),
      () => tasks.list({ owner: null, limit: 10 }),
      () => tasks.ping(),
      () => tasks.signingKeys({ rotateMs: 1, keepMs: 1 }, []),
      () => tasks.nowMs(),
      () => queue.enqueue(registration.task),
      () => queue.counts('export'),
    ];
    signal('SIGSTOP');
    for (let round = 1; round <= 3; round++) {
      const startedAt = performance.now();
      const outcomes = await Promise.allSettled(calls.map((call) => call()));
      expect(performance.now() - startedAt).toBeLessThan(PROMISED_MS);
      expect(
        outcomes.map((outcome) =>
          outcome.status === 'rejected' ? outcome.reason.code : 'answered',
        ),
      ).toEqual(calls.map(() => 'redis_unavailable'));
    }
    signal('SIGCONT');
    await waitUntil(
      () =>
        tasks.ping().then(
          () => true,
          () => false,
        ),
      { what: 'the connection', timeoutMs: 10_000 },
    );
    expect(await tasks.register(task)).toMatchObject({
      registered: false,
      taskId: registration.task.taskId,
    });
    await waitUntil(
      () =>
        queue.counts('export').then(
          () => true,
          () => false,
        ),
      { what: 'the queue', timeoutMs: 10_000 },
    );
  });

  it('leaves nobody locked out when Redis lost its data', async () => {
    const task = newTask();
    const registration = await tasks.register(task);
    if (!registration.registered) throw new Error('the slot was taken');
    const { taskId } = registration.task;
    await tasks.claim(taskId, 'w');
    await flush(redis);
    expect(await tasks.poll(task)).toBeNull();
    expect(
      await tasks.progress(
        { taskId, attempt: 1 },
        { total: null, succeeded: 1, failed: 0, rowsPerSecond: null, etaMs: null },
      ),
    ).toBe('gone');
    expect(await tasks.list({ owner: null, limit: 10 })).toMatchObject({
      items: [],
      nextCursor: null,
    });
    const again = await tasks.register(task);
    expect(again).toMatchObject({ registered: true });
    if (again.registered) await queue.admit(again.task.owner);
    expect(await queue.counts('export')).toMatchObject({ waiting: 1 });
  });
});

describe('a Redis that is not there', () => {
  it('is told to the API within 2 s of its start', async () => {
    const startedAt = performance.now();
    await expect(
      connectRedis(`redis://127.0.0.1:${await freePort()}`, { role: 'api' }),
    ).rejects.toMatchObject({
      code: 'redis_unavailable',
    });
    expect(performance.now() - startedAt).toBeLessThan(PROMISED_MS + 500);
  });

  it('is waited for by a worker', async () => {
    const port = await freePort();
    const connecting = connectRedis(`redis://127.0.0.1:${port}`, { role: 'worker' });
    const server = await startProcess({
      name: 'late',
      dir: await temporaryDirectory(),
      ...(await serverCommand(port)),
    });
    const redis = await connecting;
    expect(await redis.ping()).toBe('PONG');
    redis.disconnect();
    await server.stop();
  });
});

describe('a connection that dies in silence', () => {
  it('is replaced by a worker, and the call that waits on it is answered', async () => {
    const server = await startTestRedis('single');
    const network = await startSilentNetwork(server.url);
    const redis = await connectRedis(network.url, { role: 'worker' });
    await redis.set('here', '1');
    network.fallSilent();
    const answer = redis.get('here');
    network.fallSilent(Infinity); // for new connections only: this one is dead
    expect(await answer).toBe('1');
    redis.disconnect();
    await network.close();
    await server.stop();
  });
});

describe('a Redis behind Sentinel', () => {
  it('is found by the name of its master, with the database of the address', async () => {
    const server = await startTestRedis('single');
    const port = await freePort();
    const dir = await temporaryDirectory();
    const config = join(dir, 'sentinel.conf');
    await writeFile(
      config,
      `port ${port}\nbind 127.0.0.1\ndir ${dir}\nsentinel monitor main 127.0.0.1 ${new URL(server.url).port} 1\n`,
    );
    const { command } = await serverCommand(port);
    const sentinel = await startProcess({
      name: 'sentinel',
      dir,
      command,
      args: [config, '--sentinel'],
    });
    const redis = await connectRedis(`redis+sentinel://127.0.0.1:${port}/main/3`, {
      role: 'worker',
    });
    const registration = await createTaskStore(redis, LIMITS).register(newTask());
    expect(registration.registered).toBe(true);
    expect(await redis.info('keyspace')).toMatch(/^db3:/m);
    redis.disconnect();
    await sentinel.stop();
    await server.stop();
  });
});

describe('a Redis that is killed and started again', () => {
  it('has lost nothing, and API and workers go on by themselves', async () => {
    const server = await startTestRedis('single');
    const redis = await connectRedis(server.url, { role: 'api' });
    const tasks = createTaskStore(redis, LIMITS);
    const queue = createTaskQueue({ redis, tasks });
    const ran: string[] = [];
    const worker = await startJobConsumer({
      url: server.url,
      tasks,
      kinds: ['import'],
      concurrency: 1,
      log: silentLog,
      onLost: async () => {},
      process: async ({ taskId }) => {
        ran.push(taskId);
        await tasks.cancel(taskId);
        return 'done';
      },
    });
    const waiting = await Promise.all(Array.from({ length: 50 }, () => tasks.register(newTask())));
    for (const registration of waiting)
      if (registration.registered) await queue.admit(registration.task.owner);
    const before = await snapshot(tasks);

    const restarted = await restart(server);
    await waitUntil(
      () =>
        tasks.ping().then(
          () => true,
          () => false,
        ),
      { what: 'the connection', timeoutMs: 10_000 },
    );
    expect(await snapshot(tasks)).toEqual(before);
    expect(await queue.counts('export')).toMatchObject({ waiting: 50 });
    const imported = await tasks.register(newTask({ kind: 'import' }));
    if (imported.registered) await queue.admit(imported.task.owner);
    await waitUntil(() => ran.length === 1, { what: 'the worker to take a task' });

    await worker.close({ graceMs: 1_000 });
    await queue.close();
    redis.disconnect();
    await restarted.stop();
    await server.stop();
  });
});

async function temporaryDirectory(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'longshore-redis-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

const snapshot = async (tasks: TaskStore) => (await tasks.list({ owner: null, limit: 100 })).items;

async function restart({ url, pids }: TestRedis) {
  const port = Number(new URL(url).port);
  const client = new Redis(url);
  const dir = (await client.config('GET', 'dir')) as string[]; // pairs of name and value
  const start = await serverCommand(port, client);
  client.disconnect();
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  await waitUntil(() => !pids.some(isAlive), { what: 'the port to be free' });
  return startProcess({
    name: 'restarted',
    dir: dir[1] ?? '',
    ...start,
    args: [...start.args, '--dir', dir[1] ?? '', '--appendonly', 'yes'],
  });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** How to start a server on this port: the same program as that of a running one. */
async function serverCommand(port: number, running?: Redis) {
  const program =
    /^executable:(.*?)\r?$/m.exec((await running?.info('server')) ?? '')?.[1] ?? 'redis-server';
  return { command: program, args: ['--port', String(port), '--bind', '127.0.0.1', '--save', ''] };
}

async function flush(redis: RedisClient): Promise<void> {
  const nodes = redis instanceof Redis ? [redis] : redis.nodes('master');
  await Promise.all(nodes.map((node) => node.flushall()));
}
