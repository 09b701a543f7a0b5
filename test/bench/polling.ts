/**
 * `npm run bench -- polling [minutes]`: what polling costs. Requests and bytes of one client over five minutes; polls a second of one
 * API process with their latency; and what Express takes of it, against the same answer by node:http alone.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTaskClient, watchTask } from '@longshore/client';
import { freePort, startPostgres, waitUntil } from '@longshore/infra';
import { startSystem } from '../support/system.js';
import { type Result, saveResults } from './results.js';

const MINUTES = Number(process.argv[2] ?? 5);
const GOAL_POLLS = 8_000;
const GOAL_P99_MS = 50;
const GOAL_BYTES = 700;
const CONNECTIONS = 50;
const SECONDS = 10;
const TICKS_PER_SECOND = 100;
const AUTOCANNON = fileURLToPath(import.meta.resolve('autocannon'));

const dir = mkdtempSync(join(tmpdir(), 'longshore-polling-'));
mkdirSync(join(dir, 'postgres'));
const postgres = await startPostgres({ dir: join(dir, 'postgres'), temporary: true, unsafe: true });
const env = { SHOP_ORDERS: '1000', RATE_LIMIT_PER_MINUTE: '100000000', TASK_TTL_MS: String(60 * 60_000) };
// Without a worker the task stays queued, so every poll is answered from the live entity.
const system = await startSystem({ databaseUrl: postgres.url, workers: 0, env });
try {
  const { body } = await system.registerExport({ type: 'orders' });
  const client = await oneClient(body.taskId);
  const full = poll(system.url, system.api.pid, body.taskId);
  const half = poll(system.url, system.api.pid, body.taskId, Math.round(full.perSecond / 2));
  const bare = await withoutExpress(body.taskId);
  const figure = (name: string, ours: number, peer: number, unit: string): Result => ({
    name,
    ours,
    peer,
    ratio: peer === 0 ? 0 : ours / peer,
    unit,
  });
  saveResults('polling', [
    figure(`requests of one client in ${MINUTES} min`, client.requests, 0, 'requests'),
    figure(`bytes of their answers in ${MINUTES} min`, client.bytes, 0, 'bytes'),
    figure('the answer, against the goal', Math.round(client.bytes / client.requests), GOAL_BYTES, 'bytes'),
    figure('polls of one API process, against the goal', full.perSecond, GOAL_POLLS, 'polls/s'),
    figure('clients served at 10 s', full.perSecond * 10, GOAL_POLLS * 10, 'clients'),
    figure('p50 at full load', full.p50Ms, 0, 'ms'),
    figure('p99 at full load', full.p99Ms, 0, 'ms'),
    figure('p99 at half load, against the goal', half.p99Ms, GOAL_P99_MS, 'ms'),
    figure('CPU of a poll, against node:http alone', full.cpuUs, bare.cpuUs, 'us'),
    figure('polls, against node:http alone', full.perSecond, bare.perSecond, 'polls/s'),
  ]);
} finally {
  await system.stop();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}

/** The product's own client, for real minutes; bytes are those of the answer's body. */
async function oneClient(taskId: string): Promise<{ requests: number; bytes: number }> {
  const seen = { requests: 0, bytes: 0 };
  const signal = AbortSignal.timeout(MINUTES * 60_000);
  const client = createTaskClient({ baseUrl: system.url, headers: { 'x-owner': 'ann' } });
  for await (const event of watchTask(client, { taskId }, { signal })) {
    seen.requests++;
    if (event.name === 'answer') seen.bytes += Buffer.byteLength(JSON.stringify(event.answer));
  }
  return seen;
}

interface Load {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** User and system time of the server a poll. */
  readonly cpuUs: number;
}

/** As fast as it goes, or at a rate. */
function poll(url: string, pid: number, taskId: string, rate?: number): Load {
  const body = JSON.stringify({ taskId });
  const head = ['-H', 'content-type=application/json', '-H', 'x-owner=ann', '-m', 'POST', '-b', body];
  const args = ['-j', '-c', String(CONNECTIONS), '-d', String(SECONDS), ...(rate === undefined ? [] : ['-R', String(rate)]), ...head];
  const cpuBefore = cpuSeconds(pid);
  const { stdout, stderr } = spawnSync(process.execPath, [AUTOCANNON, ...args, `${url}/api/getTaskStatus`], { encoding: 'utf8' });
  const cpu = cpuSeconds(pid) - cpuBefore;
  if (!stdout.startsWith('{')) throw new Error(`autocannon said: ${stderr}`);
  const { requests, latency, non2xx, errors } = JSON.parse(stdout) as AutocannonAnswer;
  if (non2xx + errors > 0) throw new Error(`${non2xx} polls were refused, ${errors} broke off`);
  return {
    perSecond: Math.round(requests.average),
    p50Ms: latency.p50,
    p99Ms: latency.p99,
    cpuUs: Math.round((cpu / requests.total) * 1e6),
  };
}

/** The part of autocannon's JSON that is read here. */
interface AutocannonAnswer {
  readonly requests: { readonly average: number; readonly total: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly non2xx: number;
  readonly errors: number;
}

/** utime and stime of /proc. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

async function withoutExpress(taskId: string): Promise<Load> {
  const port = await freePort();
  const script = fileURLToPath(new URL('./polling/bare-server.ts', import.meta.url));
  const server = spawn(process.execPath, ['--import', 'tsx', script], {
    env: { PATH: process.env.PATH, REDIS_URL: system.env.REDIS_URL, PORT: String(port) },
    stdio: 'inherit',
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    const answers = () =>
      fetch(url, { method: 'POST', body: JSON.stringify({ taskId }) }).then(
        ({ ok }) => ok,
        () => false, // not yet
      );
    await waitUntil(answers, { what: 'the bare server', timeoutMs: 20_000 });
    return poll(url, server.pid ?? 0, taskId);
  } finally {
    server.kill('SIGTERM');
  }
}
