/** Many pages poll at once while many tasks run. */
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '@longshore/infra';
import type { System } from '../../support/system.js';
import { writeWaitingTypes } from '../../support/waiting-types.js';
import type { Fault } from '../fault.js';

const TYPE = 'wait';
/** The most that WORKER_CONCURRENCY takes. */
const CONCURRENCY = 16;
const PROMISED_MS = 200;
const TASK_MS = 600_000;
/** Owners come one after the other; who starts within one second stays together for long. */
const ARRIVALS_PER_S = 100;
/** Our client asks up to so much later than it is told to, so that pages spread out. */
const JITTER = 0.1;

export default {
  does: 'Owners (20; at length 1,000, who come within 10 s) poll as our client does while tasks (8; at length 200) run.',
  promises: '99 of 100 polls are answered within 200 ms.',
  isTimed: true,
  run: async (stage) => {
    const owners = Array.from({ length: stage.times(20, 1_000) }, (_, i) => `owner-${i}`);
    const atOnce = stage.times(8, 200);
    const waiting = writeWaitingTypes([{ type: TYPE }], TASK_MS);
    try {
      const system = await stage.system({
        workers: Math.ceil(atOnce / CONCURRENCY),
        env: { ...waiting.env, WORKER_CONCURRENCY: String(Math.min(CONCURRENCY, atOnce)) },
      });
      for (const owner of owners) await system.registerExport({ type: TYPE }, { owner });
      await waitUntil(async () => (await running(system)) >= atOnce, {
        what: `${atOnce} running tasks`,
        timeoutMs: 120_000,
      });
      const ms = await pollAll(system, owners, stage.times(5_000, 60_000));
      const at = (share: number) => (ms[Math.floor(ms.length * share)] ?? 0).toFixed(1);
      return {
        runs: ms.length,
        measured: `${atOnce} run; p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(0.9999)} ms`,
        holds: Number(at(0.99)) < PROMISED_MS,
      };
    } finally {
      waiting.remove();
    }
  },
} satisfies Fault;

/** As the API's metrics tell it. */
async function running(system: System): Promise<number> {
  const metrics = await (await fetch(`${system.url}/metrics`)).text();
  const active = /^longshore_queue_jobs\{kind="export",state="active"\} (\d+)$/m.exec(metrics);
  return Number(active?.[1]);
}

/** Milliseconds of each poll, in rising order. Each owner begins at a moment of its own. */
async function pollAll(
  system: System,
  owners: readonly string[],
  durationMs: number,
): Promise<number[]> {
  const until = performance.now() + durationMs;
  const times: number[] = [];
  await Promise.all(
    owners.map(async (owner) => {
      await sleep(Math.random() * (owners.length / ARRIVALS_PER_S) * 1_000);
      while (performance.now() < until) {
        const began = performance.now();
        const { pollAfterMs } = await system.status({ type: TYPE }, { owner });
        times.push(performance.now() - began);
        await sleep((pollAfterMs ?? 1_000) * (1 + JITTER * Math.random()));
      }
    }),
  );
  return times.sort((a, b) => a - b);
}
