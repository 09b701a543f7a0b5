/** kill -9 of workers that export. */
import { createHash } from 'node:crypto';
import type { Fault } from '../fault.js';
import { areInTime, killWorkers, takeOversMs, takeOverText } from '../workers.js';

const TASKS = 5;

export default {
  does: 'Workers that export are killed by SIGKILL at random moments, one after the other.',
  promises:
    'Each export ends once, with the bytes of an undisturbed run and no other file, taken over within 15 s.',
  shortMs: 300_000,
  run: async (stage) => {
    const rows = stage.times(100_000, 300_000);
    const system = await stage.system({
      workers: 2,
      env: { SHOP_ORDERS: String(rows), TASK_MAX_ATTEMPTS: '100' },
    });
    const owners = Array.from({ length: stage.times(TASKS, TASKS * 20) }, (_, i) => `owner-${i}`);
    const tasks = await Promise.all(
      owners.map(async (owner) => {
        const { body } = await system.registerExport({ type: 'orders', params: {} }, { owner });
        return { owner, taskId: body.taskId };
      }),
    );
    const kills = await killWorkers(system, stage.times(5, 100));
    const hashes = new Set<string>();
    const records = [];
    for (const { owner, taskId } of tasks) {
      const { url, phase } = await system.finished(taskId, { owner, timeoutMs: 600_000 });
      records.push(await system.record(taskId, { owner }));
      if (phase === 'succeeded') hashes.add(await hashOf(system.url + url));
    }
    const ended = records.filter(
      ({ phase, counts }) => phase === 'succeeded' && counts.succeeded === rows,
    ).length;
    const waits = takeOversMs(records, kills);
    const orphans = system.storedFiles().length - tasks.length;
    return {
      runs: kills.length,
      measured: `${ended} of ${tasks.length} ended, ${hashes.size} version of the file, ${orphans} orphan files, ${takeOverText(waits)}`,
      holds:
        areInTime(waits, stage) && ended === tasks.length && hashes.size === 1 && orphans === 0,
    };
  },
} satisfies Fault;

const hashOf = async (url: string): Promise<string> =>
  createHash('sha256')
    .update(Buffer.from(await (await fetch(url)).arrayBuffer()))
    .digest('hex');
