/** PostgreSQL falls silent in the middle of a transaction, behind an open connection. */
import { waitUntil } from '@longshore/infra';
import { importCounters, startCounters, sumOfCounters } from '../counters.js';
import type { Fault } from '../fault.js';
import { UNRELIABLE } from '../unreliable.js';

const ROWS = 200;

export default {
  does: 'PostgreSQL answers nothing any more in the middle of an import whose statements may take 5 s.',
  promises:
    'The worker gives the silent connection up within 15 s; the import goes on when there is an answer again, at no attempt and no row counted twice.',
  isTimed: true,
  run: async (stage) => {
    const system = await stage.system({
      hasLines: true,
      env: { ...UNRELIABLE, TASK_MAX_ATTEMPTS: '1' },
    });
    await startCounters(system);
    const runs = stage.times(1, 10);
    const waits: number[] = [];
    let ended = 0;
    for (let i = 0; i < runs; i++) {
      const owner = `owner-${i}`;
      const [worker] = system.workers;
      const told = () => worker?.lines.filter(({ msg }) => msg?.includes('is away')).length ?? 0;
      const before = told();
      const taskId = await importCounters(system, owner, Array(ROWS).fill('a'));
      await waitUntil(
        async () => ((await system.status({ taskId }, { owner })).counts?.succeeded ?? 0) > 0,
        { what: 'the first rows', everyMs: 20 },
      );
      system.lines.database.silence();
      const began = performance.now();
      await waitUntil(() => told() > before, { what: 'the worker to see it', timeoutMs: 60_000 });
      waits.push(performance.now() - began);
      system.lines.database.up();
      if ((await system.finished(taskId, { owner })).phase === 'succeeded') ended += 1;
    }
    const sum = await sumOfCounters(system);
    const slowestS = Math.max(...waits) / 1_000;
    return {
      runs,
      measured: `given up after ${slowestS.toFixed(1)} s at most; ${ended} of ${runs} ended; ${sum} of ${runs * ROWS} rows counted`,
      holds: ended === runs && sum === runs * ROWS && slowestS < 15,
    };
  },
} satisfies Fault;
