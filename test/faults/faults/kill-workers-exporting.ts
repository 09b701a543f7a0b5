/** kill -9 of workers that export. */
import { createHash } from 'node:crypto';
import type { Fault } from '../fault.js';
import { areInTime, takeOversMs, takeOverText, whileKilling } from '../workers.js';

export default {
  does: 'Workers that export are killed by SIGKILL at random moments, one after the other.',
  promises:
    'Each export ends once, with the bytes of an undisturbed run and no other file, taken over within 15 s.',
  run: async (stage) => {
    const rows = stage.times(60_000, 200_000);
    const system = await stage.system({
      workers: 2,
      env: { SHOP_ORDERS: String(rows), TASK_MAX_ATTEMPTS: '100' },
    });
    const hashes = new Set<string>();
    const { kills, ended: records } = await whileKilling(
      system,
      stage.times(2, 100),
      async (owner) => {
        const { taskId } = (await system.registerExport({ type: 'orders' }, { owner })).body;
        const { url } = await system.finished(taskId, { owner, timeoutMs: 1_500_000 });
        if (url !== null) hashes.add(await hashOf(system.url + url));
        return system.record(taskId, { owner });
      },
    );
    const good = records.filter(
      ({ phase, counts }) => phase === 'succeeded' && counts.succeeded === rows,
    ).length;
    const waits = takeOversMs(records, kills);
    const orphans = system.storedFiles().length - records.length;
    return {
      runs: kills.length,
      measured: `${good} of ${records.length} ended, ${hashes.size} version of the file, ${orphans} orphan files, ${takeOverText(waits)}`,
      holds:
        areInTime(waits, stage) && good === records.length && hashes.size === 1 && orphans === 0,
    };
  },
} satisfies Fault;

const hashOf = async (url: string): Promise<string> =>
  createHash('sha256')
    .update(Buffer.from(await (await fetch(url)).arrayBuffer()))
    .digest('hex');
