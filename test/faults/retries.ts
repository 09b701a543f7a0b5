/** Processes that make retryable calls, and what became of the calls. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '@longshore/infra';
import { builtBusiness, builtFile } from '../support/built-business.js';
import { query } from '../support/query.js';
import type { System } from '../support/system.js';
import type { Stage } from './stage.js';

const BUSINESS = builtBusiness('retry-business');
const CALLER = builtFile('retry-business/caller.js');
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** With two workers, and the calls that its callers are to make. */
export async function retrySystem(stage: Stage, calls: number): Promise<System> {
  const env = { BUSINESS };
  const system = await stage.system({ env, workers: 2 });
  // the few of the short form take long, so that the kills come while they are made
  await query(system, wanted(calls, stage.times(200, 20)));
  return system;
}

/**
 * Most calls succeed at once; some fail once, some always, some are refused, and some take longer
 * than their lease.
 */
const wanted = (calls: number, leastMs: number) => `
  INSERT INTO wanted SELECT 'order-' || i, jsonb_build_object(
    'amount', i, 'card', 'card-' || i,
    'takesMs', CASE WHEN i % 100 = 50 THEN 3000 ELSE ${leastMs} + i % 60 END,
    'fails', CASE WHEN i % 5 = 0 THEN 1 WHEN i % 50 = 3 THEN 9 ELSE 0 END,
    'isClosed', i % 50 = 7)
  FROM generate_series(1, ${calls}) AS i`;

/** Callers that are replaced when they are killed. */
export interface Callers {
  /** Kills one that is in the middle of calls. */
  kill(): Promise<void>;
  /** Resolves once there is a record of every wanted call. */
  readonly done: Promise<unknown>;
}

/** Starts so many callers; each has its part of the calls. */
export function startCallers(system: System, parts: number): Callers {
  const running: ChildProcess[] = [];
  const makeAll = async (part: number): Promise<void> => {
    const args = [CALLER, String(part), String(parts)];
    const env = { PATH: process.env.PATH, DATABASE_URL: system.databaseUrl };
    const caller = spawn(process.execPath, args, {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'ignore', 2],
    });
    running.push(caller);
    const [code, signal] = await once(caller, 'exit');
    running.splice(running.indexOf(caller), 1);
    if (signal === 'SIGKILL') return makeAll(part);
    if (code !== 0) throw new Error(`a caller ended with ${code ?? signal}`);
  };
  const done = Promise.all(Array.from({ length: parts }, (_, part) => makeAll(part)));
  done.catch(() => {}); // whoever waits for it is told
  return {
    done,
    kill: async () => {
      const victim = await waitUntil(
        async () => {
          const pids = await busyPids(system);
          const busy = running.filter(({ pid }) => pids.includes(pid));
          return busy[Math.floor(Math.random() * busy.length)] ?? (running.length === 0 && ENDED);
        },
        { what: 'a caller in the middle of calls', timeoutMs: 60_000 },
      );
      if (victim === ENDED) return;
      victim.kill('SIGKILL');
      await once(victim, 'exit');
    },
  };
}

const ENDED = 'every call was made';

/** Processes with calls that they run. */
async function busyPids(system: System): Promise<(number | undefined)[]> {
  const rows = await query<{ worker: string }>(
    system,
    `SELECT DISTINCT worker FROM longshore.retry_call WHERE state = 'running'`,
  );
  return rows.map(({ worker }) => Number(worker.split(':').at(-1)));
}

/** Resolves once so many calls were recorded. */
export const untilRecorded = (system: System, calls: number): Promise<unknown> =>
  waitUntil(async () => (await countOf(system, 'FROM longshore.retry_call')) >= calls, {
    what: `${calls} calls to be recorded`,
    timeoutMs: 300_000,
  });

/** Resolves once no call runs or waits. */
export const untilAtRest = (system: System): Promise<unknown> =>
  waitUntil(async () => (await countOf(system, `FROM longshore.retry_call ${OPEN}`)) === 0, {
    what: 'every call to end',
    timeoutMs: 300_000,
  });

const OPEN = `WHERE state IN ('running', 'waiting')`;

interface Count {
  readonly n: string;
}

/** Rows of a question. */
export const countOf = async (system: System, from: string): Promise<number> =>
  Number((await query<Count>(system, `SELECT count(*) AS n ${from}`))[0]?.n);
