/**
 * `npm run bench -- batch`: 1,000,000 orders settled by the shop's settle-orders, against the loop
 * that is usually written (batch/usual-loop.ts), one after the other on one database; and on one
 * worker against two, each with one run at a time, so that a worker is one connection at work.
 * ROWS scales it, for a quick look; the goals are for 1,000,000.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@longshore/infra';
import pg from 'pg';
import { startSystem } from '../support/system.js';
import { settleByUsualLoop } from './batch/usual-loop.js';
import { cpuSeconds, cpuSecondsOfChildren } from './process-figures.js';
import { type Result, saveResults } from './results.js';

const ROWS = Number(process.env.ROWS ?? 1_000_000);
const RUN_TIMEOUT_MS = 1_800_000;
const GOAL_AGAINST_LOOP = 5;

interface Measured {
  readonly seconds: number;
  /** CPU seconds of all processes that ask the database. */
  readonly asking: number;
  readonly database: number;
}

const dir = mkdtempSync(join(tmpdir(), 'longshore-batch-'));
mkdirSync(join(dir, 'postgres'));
const postgres = await startPostgres({ dir: join(dir, 'postgres'), temporary: true, unsafe: true });
const system = await startSystem({
  databaseUrl: postgres.url,
  workers: 0,
  env: { SHOP_ORDERS: String(ROWS), RATE_LIMIT_PER_MINUTE: '1000000', TASK_TTL_MS: '3600000' },
}).catch(async (error: unknown) => {
  await postgres.stop();
  throw error;
});
try {
  const { loop, worker, one, two } = await measureAll();
  const results = [
    compared('a worker against the usual loop', worker, loop),
    compared('two workers with one run each against one', two, one),
    cpuOf('CPU of a record in the worker, against the usual loop', worker, loop, 'asking'),
    cpuOf('CPU of a record in the database, against the usual loop', worker, loop, 'database'),
  ];
  saveResults('batch', results);
  if ((results[0]?.ratio ?? 0) < GOAL_AGAINST_LOOP) process.exitCode = 1;
} finally {
  await system.stop();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}

async function measureAll() {
  const settled = new Set<string>();
  const fresh = async <T>(run: () => Promise<T>): Promise<T> => {
    await onDatabase(
      'TRUNCATE settlements; UPDATE orders SET settle_state = 0, settle_remark = NULL WHERE settle_state <> 0',
    );
    await onDatabase('VACUUM FULL ANALYZE orders');
    const result = await run();
    settled.add(await stateOfTables());
    return result;
  };
  const loop = await fresh(() =>
    measured('the usual loop', ['self'], () => settleByUsualLoop(system.databaseUrl)),
  );
  const usual = await system.startWorker();
  const worker = await fresh(() => measured('one worker', [usual.pid], settleByBatch));
  await usual.stop();
  const first = await system.startWorker({ WORKER_CONCURRENCY: '1' });
  const one = await fresh(() =>
    measured('one worker with one run at a time', [first.pid], settleByBatch),
  );
  const second = await system.startWorker({ WORKER_CONCURRENCY: '1' });
  const two = await fresh(() =>
    measured('two such workers', [first.pid, second.pid], settleByBatch),
  );
  if (settled.size !== 1)
    throw new Error(`The ways settled differently: ${[...settled].join(' | ')}`);
  return { loop, worker, one, two };
}

async function settleByBatch(): Promise<void> {
  const { taskId } = await system.client().registerBatchTask({ type: 'settle-orders' });
  const { counts } = await system.finished(taskId, { timeoutMs: RUN_TIMEOUT_MS });
  if (counts?.total !== ROWS || counts.unprocessed !== 0)
    throw new Error(`The batch ended with ${JSON.stringify(counts)}`);
  await system.client().clearTaskInfo({ taskId });
}

async function measured(
  name: string,
  pids: readonly (number | 'self')[],
  run: () => Promise<void>,
): Promise<Measured> {
  const asking = () => pids.reduce<number>((sum, pid) => sum + cpuSeconds(pid), 0);
  const database = () => (postgres.pid === null ? Number.NaN : cpuSecondsOfChildren(postgres.pid));
  const before = { asking: asking(), database: database(), at: performance.now() };
  await run();
  const figures = {
    seconds: (performance.now() - before.at) / 1_000,
    asking: asking() - before.asking,
    database: database() - before.database,
  };
  const share = (cpu: number) => `${Math.round((cpu / figures.seconds) * 100)} %`;
  console.log(
    `  ${name}: ${rate(figures)} records/s, ${figures.seconds.toFixed(1)} s; of ${cpus().length} cores the processes took ${share(figures.asking)}, the database ${share(figures.database)}`,
  );
  return figures;
}

/** What stands in the tables afterwards. */
async function stateOfTables(): Promise<string> {
  const [row] = await onDatabase(
    `SELECT (SELECT json_object_agg(settle_state, n) FROM (SELECT settle_state, count(*) AS n FROM orders GROUP BY 1 ORDER BY 1) AS flags) AS flags,
       count(*) AS settlements, sum(fee) AS fees FROM settlements`,
  );
  return JSON.stringify(row);
}

async function onDatabase(statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: system.databaseUrl });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

function rate({ seconds }: Measured): number {
  return Math.round(ROWS / seconds);
}

function compared(name: string, ours: Measured, peer: Measured): Result {
  const ratio = peer.seconds / ours.seconds;
  return { name, ours: rate(ours), peer: rate(peer), ratio, unit: 'records/s' };
}

function cpuOf(name: string, ours: Measured, peer: Measured, of: 'asking' | 'database'): Result {
  const perRecord = (one: Measured) => Math.round((one[of] / ROWS) * 1e7) / 10;
  return {
    name,
    ours: perRecord(ours),
    peer: perRecord(peer),
    ratio: ours[of] / peer[of],
    unit: 'us',
  };
}
