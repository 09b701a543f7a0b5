/** The network swallows everything: no answer, no reset. */
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '@longshore/infra';
import type { Fault } from '../fault.js';
import { registerRetail, savedInvoices, savedOf } from '../imports.js';

const ROWS = 4_000;

export default {
  does: 'Redis and PostgreSQL fall silent behind open connections for 8 s (60 s at length) amid imports.',
  promises:
    'A registration is a 503 within 4 s, no task is given up, and no row is lost or doubled.',
  isTimed: true,
  run: async (stage) => {
    const system = await stage.system({ hasLines: true, workers: 2 });
    const tasks: { owner: string; taskId: string }[] = [];
    for (let i = 0; i < stage.times(3, 20); i++)
      tasks.push(await registerRetail(system, `t${i}`, ROWS));
    const [first] = tasks;
    await waitUntil(
      async () => (await system.record(first?.taskId ?? '', { owner: first?.owner ?? '' })).attempt,
      { what: 'the first run', everyMs: 20 },
    );
    for (const line of Object.values(system.lines)) line.silence();
    const began = performance.now();
    const { status } = await system.registerExport({ type: 'orders' }, { owner: 'eve' });
    const refusedMs = performance.now() - began;
    await sleep(stage.times(8_000, 60_000));
    for (const line of Object.values(system.lines)) line.up();
    await waitUntil(async () => (await fetch(`${system.url}/readyz`)).ok, {
      what: 'the API to be ready again',
      timeoutMs: 60_000,
    });
    let ended = 0;
    for (const { owner, taskId } of tasks)
      if ((await system.finished(taskId, { owner })).state) ended += 1;
    const { all, distinct } = await savedInvoices(system);
    const wanted = tasks.length * savedOf(ROWS);
    return {
      runs: tasks.length,
      measured: `${status} after ${Math.round(refusedMs)} ms; ${ended} of ${tasks.length} ended; ${wanted - distinct} lost, ${all - distinct} doubled of ${wanted}`,
      holds:
        status === 503 &&
        refusedMs < 4_000 &&
        ended === tasks.length &&
        all === wanted &&
        distinct === wanted,
    };
  },
} satisfies Fault;
