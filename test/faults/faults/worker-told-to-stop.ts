/** SIGTERM of a worker in the middle of a run. */
import { waitUntil } from '@longshore/infra';
import type { Fault } from '../fault.js';

const ROWS = 300_000;
/** Of the database's packets: the export goes on for long enough to be stopped. */
const DELAY_MS = 60;

export default {
  does: 'A worker that exports is told to stop by SIGTERM while another one is there.',
  promises: 'The other worker goes on at once, the export succeeds, and no attempt is lost.',
  isTimed: true,
  run: async (stage) => {
    const runs = stage.times(1, 10);
    const waits: number[] = [];
    let good = 0;
    for (let i = 0; i < runs; i++) {
      const system = await stage.system({
        workers: 1,
        hasLines: true,
        env: { SHOP_ORDERS: String(ROWS) },
      });
      system.lines.database.delay(DELAY_MS);
      const { body } = await system.registerExport({ type: 'orders', params: {} });
      const { taskId } = body;
      await waitUntil(async () => ((await system.status({ taskId })).progress?.done ?? 0) > 0, {
        what: 'progress',
      });
      await system.startWorker();
      await system.workers[0]?.stop();
      const { phase, counts } = await system.finished(taskId);
      const [first, second] = (await system.record(taskId)).attempts;
      if (first?.outcome === 'handed-back' && second !== undefined)
        waits.push(Date.parse(second.startedAt) - Date.parse(first.endedAt ?? ''));
      if (phase === 'succeeded' && counts?.succeeded === ROWS) good += 1;
    }
    return {
      runs,
      measured: `${good} succeeded, ${waits.length} handed back, at most ${Math.max(0, ...waits)} ms between the attempts`,
      holds: good === runs && waits.length === runs && waits.every((ms) => ms < 2_000),
    };
  },
} satisfies Fault;
