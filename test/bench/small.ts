/**
 * `npm run bench -- small [tasks] [concurrency]`: what a small export costs. As many owners as
 * tasks each ask for 50 rows; one worker process works the backlog off, against the same job as it
 * is usually written. Then the same, asked for evenly at half that rate: how long each takes from
 * its registration to its file.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, startPostgres, waitUntil } from '@longshore/infra';
import { type System, startSystem } from '../support/system.js';
import { cpuSeconds, cpuSecondsOfChildren, cpuSecondsOfMainThread } from './process-figures.js';
import { type Result, saveResults } from './results.js';

const TASKS = Number(process.argv[2] ?? 10_000);
const CONCURRENCY = Number(process.argv[3] ?? 4);
const ROWS = 50;
const TABLE_ROWS = 100_000;
const AT_ONCE = 32;
/** So many of the backlog warm the worker up. */
const WARM_UP = Math.min(200, TASKS);
const GOAL_RATE = 400;
const GOAL_P50_MS = 25;
const LONGEST_MS = 300_000;

const dir = mkdtempSync(join(tmpdir(), 'longshore-small-'));
for (const name of ['postgres', 'usual']) mkdirSync(join(dir, name));
const postgres = await startPostgres({ dir: join(dir, 'postgres'), temporary: true, unsafe: true });
const system = await startSystem({
  databaseUrl: postgres.url,
  workers: 0,
  env: {
    BUSINESS: fileURLToPath(new URL('small/business.mjs', import.meta.url)),
    BENCH_ROWS: String(TABLE_ROWS),
    RATE_LIMIT_PER_MINUTE: '100000000',
    WORKER_CONCURRENCY: String(CONCURRENCY),
  },
});
try {
  const redisPid = Number(await redisInfo('server', 'process_id'));
  const metricsPort = await freePort();
  const apiBefore = cpuSeconds(system.api.pid);
  await registerAll(WARM_UP + TASKS);
  const apiUs = (1e6 * (cpuSeconds(system.api.pid) - apiBefore)) / (WARM_UP + TASKS);
  const worker = await system.startWorker({ METRICS_PORT: String(metricsPort) });
  const ended = () => endedTasks(metricsPort);
  const look = async () => ({
    ended: await ended(),
    atMs: performance.now(),
    worker: cpuSeconds(worker.pid),
    mainThread: cpuSecondsOfMainThread(worker.pid),
    redis: cpuSeconds(redisPid),
    postgres: cpuSecondsOfChildren(postgres.pid ?? 0),
    scripts: await scriptsOfRedis(),
  });
  await until(ended, WARM_UP);
  const before = await look();
  await until(ended, WARM_UP + TASKS);
  const after = await look();
  const tasks = after.ended - before.ended;
  const rate = tasks / ((after.atMs - before.atMs) / 1_000);
  const us = (part: 'worker' | 'mainThread' | 'redis' | 'postgres') =>
    (1e6 * (after[part] - before[part])) / tasks;
  const waits = await evenly(Math.min(rate, GOAL_RATE) / 2, Math.min(TASKS, 2_000), ended);
  const usual = runUsual();
  saveResults('small', [
    figure(`exports a second of one worker, ${CONCURRENCY} at once`, rate, usual.rate, '/s'),
    figure('exports a second, against the goal', rate, GOAL_RATE, '/s'),
    figure('p50 from registration to file, against the goal', at(waits, 0.5), GOAL_P50_MS, 'ms'),
    figure('p99 from registration to file', at(waits, 0.99), 0, 'ms'),
    figure('CPU of the worker a task', us('worker'), usual.cpuUs, 'us'),
    figure('CPU of its main thread a task', us('mainThread'), 0, 'us'),
    figure('CPU of Redis a task', us('redis'), 0, 'us'),
    figure('CPU of PostgreSQL a task', us('postgres'), 0, 'us'),
    figure('CPU of the API a registration', apiUs, 0, 'us'),
    figure('scripts that Redis runs a task', (after.scripts - before.scripts) / tasks, 0, ''),
  ]);
  await worker.stop();
} finally {
  await system.stop();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}

/** Each by an owner of its own. */
async function registerAll(count: number): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await register(system, next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function register({ client }: System, i: number, owner = `owner-${i}`): Promise<string> {
  const from = 1 + ((i * ROWS) % (TABLE_ROWS - ROWS));
  const { taskId } = await client({ owner }).registerExportTask({
    type: 'few-sales',
    params: { from, rows: ROWS },
  });
  return taskId;
}

/** How long each took by its record, in ms. */
async function evenly(
  perSecond: number,
  count: number,
  ended: () => Promise<number>,
): Promise<number[]> {
  const before = await ended();
  const began = performance.now();
  const registered: Promise<readonly [taskId: string, owner: string]>[] = [];
  for (let i = 0; i < count; i += 1) {
    await sleep(Math.max(0, began + (i * 1_000) / perSecond - performance.now()));
    const owner = `even-${i}`;
    registered.push(register(system, i, owner).then((taskId) => [taskId, owner]));
  }
  const tasks = await Promise.all(registered);
  await until(ended, before + count);
  const waits: number[] = [];
  for (const [taskId, owner] of tasks) {
    const { phase, registeredAt, finishedAt } = await system.record(taskId, { owner });
    if (phase !== 'succeeded') throw new Error(`The task ${taskId} ended as ${phase}.`);
    waits.push(Date.parse(finishedAt ?? '') - Date.parse(registeredAt));
  }
  return waits.sort((a, b) => a - b);
}

async function until(ended: () => Promise<number>, count: number): Promise<void> {
  await waitUntil(async () => (await ended()) >= count, {
    what: `the end of ${count} tasks`,
    timeoutMs: LONGEST_MS,
  });
}

/** Throws when one did not succeed. */
async function endedTasks(port: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith('longshore_attempts_total{'));
  if (lines.some((line) => !line.includes('outcome="succeeded"'))) throw new Error(lines.join());
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

async function redisInfo(section: string, field: string): Promise<string> {
  const info = await system.redisCommand('INFO', section);
  return new RegExp(`^${field}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
}

/** Ours and BullMQ's. */
async function scriptsOfRedis(): Promise<number> {
  const calls = await Promise.all(
    ['eval', 'evalsha'].map((name) => redisInfo('commandstats', `cmdstat_${name}`)),
  );
  return calls.reduce((sum, told) => sum + Number(/calls=(\d+)/.exec(told)?.[1] ?? 0), 0);
}

function runUsual(): { readonly rate: number; readonly cpuUs: number } {
  const script = fileURLToPath(new URL('small/usual.mjs', import.meta.url));
  const { REDIS_URL = '', DATABASE_URL = '' } = system.env;
  const numbers = [CONCURRENCY, TASKS, ROWS].map(String);
  const told = execFileSync(
    process.execPath,
    [script, REDIS_URL, DATABASE_URL, join(dir, 'usual'), ...numbers],
    { encoding: 'utf8' },
  );
  // as usual.mjs prints it
  const { seconds, cpuSeconds: cpu } = JSON.parse(told) as { seconds: number; cpuSeconds: number };
  return { rate: TASKS / seconds, cpuUs: (1e6 * cpu) / TASKS };
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN;
}

function figure(name: string, ours: number, peer: number, unit: string): Result {
  const [shown, other] = [ours, peer].map((value) => Math.round(value * 10) / 10);
  return { name, ours: shown ?? 0, peer: other ?? 0, ratio: peer === 0 ? 0 : ours / peer, unit };
}
