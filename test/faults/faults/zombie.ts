/** A worker that was thought dead comes back while its successor runs. */
import { waitUntil } from '@longshore/infra';
import type { Fault } from '../fault.js';
import { registerRetail, savedInvoices, savedOf } from '../imports.js';

const ROWS = 6_000;
/** The result of the export; upload, error workbook and summary of the import. */
const FILES = 4;

export default {
  does: 'A worker that exports and imports freezes (SIGSTOP) until another one took over, then thaws.',
  promises:
    'The zombie publishes nothing: each task ends once, by its second attempt, and no row is doubled.',
  run: async (stage) => {
    const system = await stage.system({ workers: 0, env: { SHOP_ORDERS: '200000' } });
    const runs = stage.times(1, 10);
    let good = 0;
    for (let i = 0; i < runs; i++) {
      const owner = `t${i}`;
      const exported = (await system.registerExport({ type: 'orders' }, { owner })).body.taskId;
      const taskIds = [exported, (await registerRetail(system, owner, ROWS)).taskId];
      const allAt = async (attempt: number) => {
        const records = await Promise.all(taskIds.map((id) => system.record(id, { owner })));
        return records.every((record) => record.attempt === attempt);
      };
      // both are registered before a worker comes: none may end before the other one begins
      const zombie = await system.startWorker();
      await waitUntil(() => allAt(1), { what: 'both runs', everyMs: 20 });
      zombie.signal('SIGSTOP');
      const successor = await system.startWorker();
      await waitUntil(() => allAt(2), { what: 'the take-over', timeoutMs: 60_000 });
      zombie.signal('SIGCONT');
      for (const taskId of taskIds) await system.finished(taskId, { owner });
      await Promise.all([zombie.stop(), successor.stop()]);
      const records = await Promise.all(taskIds.map((id) => system.record(id, { owner })));
      const outcomes = records.map(({ attempts }) => attempts.map(({ outcome }) => outcome).join());
      if (outcomes.join(' ') === 'lost,succeeded lost,partial') good += 1;
    }
    const { all, distinct } = await savedInvoices(system);
    const wanted = runs * savedOf(ROWS);
    const orphans = system.storedFiles().length - runs * FILES;
    return {
      runs: runs * 2,
      measured: `${good} of ${runs} pairs ended by their second attempts; ${wanted - distinct} lost, ${all - distinct} doubled of ${wanted} rows; ${orphans} orphan files`,
      holds: good === runs && all === wanted && distinct === wanted && orphans === 0,
    };
  },
} satisfies Fault;
