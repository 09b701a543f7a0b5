/**
 * `npm run bench -- polling [minutes]`: what polling costs. Requests and bytes of one client while
 * a task is live; polls a second of one API process with their latency and CPU; and the same
 * through Express, and by node:http alone.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, startPostgres, waitUntil } from '@longshore/infra';
import { SignJWT } from 'jose';
import { startSystem } from '../support/system.js';
import type { EvenLatency, EvenLoad } from './polling/even-load.js';
import { oneClient } from './polling/one-client.js';
import { cpuSeconds } from './process-figures.js';
import { type Result, saveResults } from './results.js';

const MINUTES = Number(process.argv[2] ?? 5);
const GOAL_POLLS = 8_000;
const GOAL_P99_MS = 50;
const GOAL_BYTES = 700;
const CONNECTIONS = 50;
const SECONDS = 8;
const WARM_UP_SECONDS = 3;
const ADDRESS = '/api/getTaskStatus';
/**
 * This spelling is not answered in front of Express, but by a route of it that takes the same
 * steps.
 */
const THROUGH_EXPRESS = `${ADDRESS}/`;

const [loadBefore = 0] = loadavg();
const dir = mkdtempSync(join(tmpdir(), 'longshore-polling-'));
mkdirSync(join(dir, 'postgres'));
const postgres = await startPostgres({ dir: join(dir, 'postgres'), temporary: true, unsafe: true });
const secret = 'a secret of at least thirty-two characters';
const env = {
  SHOP_ORDERS: '1000',
  RATE_LIMIT_PER_MINUTE: '100000000',
  TASK_TTL_MS: String(60 * 60_000),
  AUTH_MODE: 'jwt',
  AUTH_JWT_SECRET: secret,
};
// Without a worker the task stays queued, so every poll is answered from the live entity.
const system = await startSystem({ databaseUrl: postgres.url, workers: 0, env });
try {
  const token = await sessionToken();
  const headers = { authorization: `Bearer ${token}` };
  const { taskId } = await system.client({ headers }).registerExportTask({ type: 'orders' });
  const client = await oneClient({
    url: system.url,
    headers,
    taskId,
    minutes: MINUTES,
  });
  const call = {
    headers: browserHeaders(token),
    body: JSON.stringify({ taskId }),
    pid: system.api.pid,
  };
  const full = poll({ ...call, url: system.url + ADDRESS });
  const half = evenly({ ...call, url: system.url + ADDRESS, rate: GOAL_POLLS / 2 });
  const express = poll({ ...call, url: system.url + THROUGH_EXPRESS });
  const bare = await withoutGuards(call);
  saveResults('polling', [
    figure(
      'load of the machine before all this, against its processors',
      loadBefore,
      availableParallelism(),
      'runnable',
    ),
    figure(
      `requests of one client in ${MINUTES} min (its clock runs ahead while it waits)`,
      client.requests,
      0,
      'requests',
    ),
    figure('bytes on the wire for them, both ways', client.wireBytes, 0, 'bytes'),
    figure('body of the answer, against the goal', client.answerBytes, GOAL_BYTES, 'bytes'),
    figure('polls of one API process, against the goal', full.perSecond, GOAL_POLLS, 'polls/s'),
    figure(
      'polls in a second of its CPU time, against the goal',
      Math.round(1e6 / full.cpuUs),
      GOAL_POLLS,
      'polls',
    ),
    figure('clients served at 10 s', full.perSecond * 10, GOAL_POLLS * 10, 'clients'),
    figure('p50 at full load', full.p50Ms, 0, 'ms'),
    figure('p99 at full load', full.p99Ms, 0, 'ms'),
    figure(`p50 at ${half.perSecond} polls/s, evenly spread`, half.p50Ms, 0, 'ms'),
    figure(`p99 at ${half.perSecond} polls/s, against the goal`, half.p99Ms, GOAL_P99_MS, 'ms'),
    figure('polls, against the same through Express', full.perSecond, express.perSecond, 'polls/s'),
    figure('CPU of a poll, against the same through Express', full.cpuUs, express.cpuUs, 'us'),
    figure(
      "Express's share of a poll's CPU when it goes through it",
      share(express.cpuUs - full.cpuUs, express.cpuUs),
      0,
      '%',
    ),
    figure(
      'CPU of a poll, against node:http and one read of Redis alone',
      full.cpuUs,
      bare.cpuUs,
      'us',
    ),
    figure('CPU that the load generator took a poll', full.generatorUs, 0, 'us'),
  ]);
} finally {
  await system.stop();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}

interface Load {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** User and system time of the server a poll. */
  readonly cpuUs: number;
  readonly generatorUs: number;
}

interface Call {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly pid: number;
}

interface Target extends Call {
  readonly url: string;
}

/** As fast as the answers come, after a warm-up. */
function poll(target: Target): Load {
  autocannon(target, WARM_UP_SECONDS);
  const before = {
    server: cpuSeconds(target.pid),
    generator: cpuSeconds('self', 'ended children'),
  };
  const { requests, latency } = autocannon(target, SECONDS);
  return {
    perSecond: Math.round(requests.average),
    p50Ms: latency.p50,
    p99Ms: latency.p99,
    cpuUs: perCall(cpuSeconds(target.pid) - before.server, requests.total),
    generatorUs: perCall(cpuSeconds('self', 'ended children') - before.generator, requests.total),
  };
}

function autocannon({ url, headers, body }: Target, seconds: number): AutocannonAnswer {
  const program = fileURLToPath(import.meta.resolve('autocannon'));
  const heads = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}=${value}`]);
  const args = [
    '-j',
    '-c',
    String(CONNECTIONS),
    '-d',
    String(seconds),
    ...heads,
    '-m',
    'POST',
    '-b',
    body,
    url,
  ];
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  if (!stdout.startsWith('{')) throw new Error(`autocannon said: ${stderr}`);
  const answer = JSON.parse(stdout) as AutocannonAnswer;
  if (answer.non2xx + answer.errors > 0)
    throw new Error(`${answer.non2xx} polls were refused, ${answer.errors} broke off`);
  return answer;
}

function evenly({ url, headers, body, rate }: Target & { rate: number }): EvenLatency {
  const script = fileURLToPath(new URL('./polling/even-load.ts', import.meta.url));
  const load: EvenLoad = { url, headers, body, rate, connections: CONNECTIONS, seconds: SECONDS };
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', script, JSON.stringify(load)],
    { encoding: 'utf8' },
  );
  if (!stdout.startsWith('{')) throw new Error(`the even load ended: ${stderr}`);
  return JSON.parse(stdout) as EvenLatency; // as even-load.ts prints it
}

/** The part of autocannon's JSON that is read here. */
interface AutocannonAnswer {
  readonly requests: { readonly average: number; readonly total: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly non2xx: number;
  readonly errors: number;
}

async function withoutGuards(call: Call): Promise<Load> {
  const port = await freePort();
  const script = fileURLToPath(new URL('./polling/bare-server.ts', import.meta.url));
  const server = spawn(process.execPath, ['--import', 'tsx', script], {
    env: { PATH: process.env.PATH, REDIS_URL: system.env.REDIS_URL, PORT: String(port) },
    stdio: 'inherit',
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    const answers = () =>
      fetch(url, { method: 'POST', body: call.body }).then(
        ({ ok }) => ok,
        () => false, // not yet
      );
    await waitUntil(answers, { what: 'the bare server', timeoutMs: 20_000 });
    return poll({ ...call, url, pid: server.pid ?? 0 });
  } finally {
    server.kill('SIGTERM');
  }
}

/** What a browser's page sends of its own: the session cookie, and so its origin. */
function browserHeaders(token: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    cookie: `longshore_session=${token}`,
    origin: system.url,
    'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8',
  };
}

function sessionToken(): Promise<string> {
  const claims = new SignJWT({ sub: 'ann' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h');
  return claims.sign(new TextEncoder().encode(secret));
}

function figure(name: string, ours: number, peer: number, unit: string): Result {
  return { name, ours, peer, ratio: peer === 0 ? 0 : ours / peer, unit };
}

function perCall(seconds: number, calls: number): number {
  return Math.round((seconds / calls) * 1e6);
}

function share(part: number, whole: number): number {
  return Math.round((100 * part) / whole);
}
