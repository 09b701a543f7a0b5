/** kill -9 of workers that import. */
import type { Fault } from '../fault.js';
import { registerRetail, savedInvoices, savedOf } from '../imports.js';
import { areInTime, takeOversMs, takeOverText, whileKilling } from '../workers.js';

export default {
  does: 'Workers that import are killed by SIGKILL at random moments, one after the other.',
  promises:
    'Each row is saved once, or counted once as failed; no other file is left; taken over within 15 s.',
  shortMs: 300_000,
  run: async (stage) => {
    const system = await stage.system({ workers: 2, env: { TASK_MAX_ATTEMPTS: '100' } });
    const rows = 20_000;
    const { kills, ended: records } = await whileKilling(
      system,
      stage.times(5, 100),
      async (name) => {
        const { taskId, owner } = await registerRetail(system, name, rows);
        await system.finished(taskId, { owner, timeoutMs: 1_500_000 });
        return system.record(taskId, { owner });
      },
    );
    const failed = records.reduce((sum, { counts }) => sum + counts.failed, 0);
    const { all, distinct } = await savedInvoices(system);
    const wanted = records.length * savedOf(rows);
    const refused = records.length * rows - wanted;
    const waits = takeOversMs(records, kills);
    // of each task its upload and its error workbook are kept
    const orphans = system.storedFiles().length - 2 * records.length;
    return {
      runs: kills.length,
      measured: `${wanted - distinct} lost, ${all - distinct} doubled of ${wanted}; ${failed} failed of ${refused}; ${orphans} orphan files; ${takeOverText(waits)}`,
      holds:
        areInTime(waits, stage) &&
        all === wanted &&
        distinct === wanted &&
        failed === refused &&
        orphans === 0,
    };
  },
} satisfies Fault;
