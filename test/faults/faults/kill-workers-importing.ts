/** kill -9 of workers that import. */
import { readWorkbook } from '../../support/read-workbook.js';
import type { Fault } from '../fault.js';
import { registerRetail, savedInvoices, savedOf } from '../imports.js';
import { areInTime, takeOversMs, takeOverText, whileKilling } from '../workers.js';

export default {
  does: 'Workers that import are killed by SIGKILL at random moments, one after the other.',
  promises:
    'Each row is saved once, or counted once as failed; no other file is left; taken over within 15 s.',
  run: async (stage) => {
    const system = await stage.system({ workers: 2, env: { TASK_MAX_ATTEMPTS: '100' } });
    const rows = stage.times(8_000, 20_000);
    const reported: unknown[] = [];
    const { kills, ended: records } = await whileKilling(
      system,
      stage.times(2, 100),
      async (name) => {
        const { taskId, owner } = await registerRetail(system, name, rows);
        const { issuesUrl } = await system.finished(taskId, { owner, timeoutMs: 1_500_000 });
        if (issuesUrl !== null) reported.push(...(await invoicesIn(system.url + issuesUrl)));
        return system.record(taskId, { owner });
      },
    );
    const failed = records.reduce((sum, { counts }) => sum + counts.failed, 0);
    const different = new Set(reported).size;
    const whole = records.filter(
      ({ phase, counts }) => phase === 'partial' && counts.unprocessed === 0,
    ).length;
    const { all, distinct } = await savedInvoices(system);
    const wanted = records.length * savedOf(rows);
    const refused = records.length * rows - wanted;
    const waits = takeOversMs(records, kills);
    // of each task its upload, its error workbook and its summary are kept
    const orphans = system.storedFiles().length - 3 * records.length;
    return {
      runs: kills.length,
      measured: `${wanted - distinct} lost, ${all - distinct} doubled of ${wanted}; ${failed} failed of ${refused}, ${different} reported, ${reported.length - different} of them twice; ${orphans} orphan files; ${takeOverText(waits)}`,
      holds:
        areInTime(waits, stage) &&
        all === wanted &&
        distinct === wanted &&
        whole === records.length &&
        failed === refused &&
        reported.length === refused &&
        different === refused &&
        orphans === 0,
    };
  },
} satisfies Fault;

/** Of the rows of an error workbook. */
async function invoicesIn(url: string): Promise<unknown[]> {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  return (await readWorkbook(bytes)).rows.slice(1).map(([invoice]) => invoice);
}
