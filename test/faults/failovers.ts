/** Exports amid which the master of Redis is replaced. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '@longshore/infra';
import type { System } from '../support/system.js';
import type { Verdict } from './fault.js';
import type { Stage } from './stage.js';

const OWNERS = ['ann', 'ben', 'eve'];
const FAILOVER_MS = 60_000;

/** Redis servers that can lose a master. */
interface Servers {
  readonly url: string;
  /** Strikes the master; resolves when another one took its place. */
  failOver(signal: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

/** One master that dies and one that hangs, each at once with the other. */
export async function playFailovers(
  stage: Stage,
  start: (dir: string) => Promise<Servers>,
): Promise<Verdict> {
  const rounds = stage.times(1, 5);
  const ends: boolean[] = [];
  for (let round = 0; round < rounds; round++)
    for (const ended of await Promise.all([
      exportAmid(stage, start, 'SIGKILL'),
      exportAmid(stage, start, 'SIGSTOP'),
    ]))
      ends.push(...ended);
  const good = ends.filter(Boolean).length;
  return {
    runs: ends.length,
    measured: `${good} of ${ends.length} exports succeeded once, with all their rows`,
    holds: good === ends.length,
  };
}

async function exportAmid(
  stage: Stage,
  start: (dir: string) => Promise<Servers>,
  signal: NodeJS.Signals,
): Promise<boolean[]> {
  const rows = stage.times(100_000, 300_000);
  const dir = mkdtempSync(join(tmpdir(), 'longshore-failover-'));
  const servers = await start(dir);
  try {
    const env = { REDIS_URL: servers.url, SHOP_ORDERS: String(rows) };
    const system = await stage.system({ workers: 2, env });
    const taskIds = await Promise.all(OWNERS.map((owner) => startExport(system, owner)));
    await servers.failOver(signal);
    await waitUntil(async () => (await fetch(`${system.url}/readyz`)).ok, {
      what: 'the API to be ready again',
      timeoutMs: FAILOVER_MS,
    });
    const ended: boolean[] = [];
    for (const [i, owner] of OWNERS.entries()) {
      const taskId = taskIds[i] ?? '';
      const { phase, counts } = await system.finished(taskId, { owner });
      const { attempts } = await system.record(taskId, { owner });
      const successes = attempts.filter(({ outcome }) => outcome === 'succeeded').length;
      ended.push(phase === 'succeeded' && counts?.succeeded === rows && successes === 1);
    }
    await system.stop();
    return ended;
  } finally {
    await servers.stop();
    rmSync(dir, { recursive: true });
  }
}

/** Resolves with the task's id once its export has begun. */
async function startExport(system: System, owner: string): Promise<string> {
  const { taskId } = (await system.registerExport({ type: 'orders' }, { owner })).body;
  await waitUntil(async () => (await system.status({ taskId }, { owner })).phase !== 'queued', {
    what: `the export of ${owner} to begin`,
    timeoutMs: FAILOVER_MS,
  });
  return taskId;
}
