/**
 * `npm run bench -- desk [records]`: how fast the operators' desk answers over a ledger of 100,000
 * records, over HTTP: lists, searches that find much, little and nothing, queues and workers. Each
 * answer takes its turn, so that what else the machine does falls on all of them.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@longshore/infra';
import { connectRedis, createTaskStore } from '@longshore/tasks';
import { startSystem } from '../support/system.js';
import { type Result, saveResults } from './results.js';

const RECORDS = Number(process.argv[2] ?? 100_000);
const OWNERS = 2_000;
const AT_ONCE = 200;
const ROUNDS = 100;
const GOAL_MS = 100;
const LIMITS = { ttlMs: 3_600_000, ledgerTtlMs: 3_600_000, maxAttempts: 3 };
const OPERATOR = { owner: 'olga', headers: { 'x-role': 'operator' } };

const CALLS: Readonly<Record<string, string>> = {
  'the newest tasks of everyone': '/api/tasks?owner=*&limit=50',
  'tasks of one owner': '/api/tasks?owner=owner-7&limit=50',
  'failed tasks of everyone': '/api/tasks?owner=*&phase=failed&limit=50',
  'an error that one in a thousand has': '/api/tasks?owner=*&error=rare%20stone&limit=50',
  'an error that nobody has': '/api/tasks?owner=*&error=never%20seen&limit=50',
  'a file that nobody has': '/api/tasks?owner=*&file=never-seen.xlsx&limit=50',
  'queues and workers': '/api/overview',
  'throughput of two weeks': '/api/throughput?hours=336',
  'the audit log': '/api/audit?limit=50',
};

const [loadBefore = 0] = loadavg();
const dir = mkdtempSync(join(tmpdir(), 'longshore-desk-'));
mkdirSync(join(dir, 'postgres'));
const postgres = await startPostgres({ dir: join(dir, 'postgres'), temporary: true, unsafe: true });
const env = { SHOP_ORDERS: '100', RATE_LIMIT_PER_MINUTE: '100000000' };
const system = await startSystem({ databaseUrl: postgres.url, workers: 1, env });
try {
  await fillLedger();
  const times: Record<string, number[]> = Object.fromEntries(
    Object.keys(CALLS).map((name) => [name, []]),
  );
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, path] of Object.entries(CALLS)) times[name]?.push(await answerMs(path));
  const [whole, pages] = await pagesOfWholeSearch();
  const results = [
    ...Object.entries(times).flatMap(([name, all]) => [
      figure(`p50 of ${name}`, percentile(all, 0.5), 0, 'ms'),
      figure(`p99 of ${name}, against the goal`, percentile(all, 0.99), GOAL_MS, 'ms'),
    ]),
    figure(`a search of all ${RECORDS} records, in ${pages} pages`, whole, 0, 'ms'),
    figure(
      'load of the machine before, against its processors',
      loadBefore,
      availableParallelism(),
      'runnable',
    ),
  ];
  saveResults('desk', results);
  if (results.some(({ name, ratio }) => name.includes('goal') && ratio > 1)) process.exitCode = 1;
} finally {
  await system.stop();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}

/** Through the store itself: one task in ten failed, one in a thousand by a rare error. */
async function fillLedger(): Promise<void> {
  const redis = await connectRedis(system.env.REDIS_URL ?? '', { role: 'worker' });
  const tasks = createTaskStore(redis, LIMITS);
  const one = async (i: number) => {
    const registration = await tasks.register({
      kind: 'export',
      owner: `owner-${i % OWNERS}`,
      type: `type-${Math.floor(i / OWNERS)}`,
      language: 'en',
      timeZone: 'UTC',
      params: { from: '2026-01-01', status: 'open' },
      format: 'xlsx',
      fileName: null,
    });
    if (!registration.registered) throw new Error('the slot is held');
    const { taskId } = registration.task;
    await tasks.claim(taskId, 'bench:1');
    await tasks.settle({ taskId, attempt: 1 }, outcome(i), 'last-attempt');
    await tasks.clear(taskId);
  };
  for (let from = 0; from < RECORDS; from += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, RECORDS - from) }, (_, i) => one(from + i)),
    );
  redis.disconnect();
}

function outcome(i: number) {
  const isFailed = i % 10 === 0;
  const message = i % 1_000 === 0 ? 'A rare stone lay in the way.' : 'The database was away.';
  return {
    phase: isFailed ? 'failed' : 'succeeded',
    counts: { total: 100, succeeded: 100, failed: 0 },
    result: isFailed ? null : { key: `results/${i}`, name: `Orders ${i}.xlsx`, sizeBytes: 4_711 },
    issues: null,
    notices: [],
    error: isFailed ? { code: 'executor_failed', message } : null,
  } as const;
}

async function answerMs(path: string): Promise<number> {
  const startedAt = performance.now();
  const { status } = await system.call(path, OPERATOR);
  if (status !== 200) throw new Error(`${path}: ${status}`);
  return performance.now() - startedAt;
}

/** Until the search says that there is nothing further. */
async function pagesOfWholeSearch(): Promise<[ms: number, pages: number]> {
  const startedAt = performance.now();
  let cursor = '';
  for (let pages = 1; ; pages++) {
    const path = `/api/tasks?owner=*&error=never%20seen&limit=50${cursor}`;
    const { nextCursor } = (await system.call<{ nextCursor: string | null }>(path, OPERATOR)).body;
    if (nextCursor === null) return [performance.now() - startedAt, pages];
    cursor = `&cursor=${nextCursor}`;
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function figure(name: string, ours: number, peer: number, unit: string): Result {
  const round = (value: number) => Math.round(value * 10) / 10;
  return { name, ours: round(ours), peer, ratio: peer === 0 ? 0 : round(ours / peer), unit };
}
