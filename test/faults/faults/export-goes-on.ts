/** kill -9 of the worker that holds a long export, at random moments. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { entityOf } from '../entity.js';
import type { Fault } from '../fault.js';

/** A part of the upload. */
const PART_BYTES = 8 * 1024 ** 2;

const TRIES = 5;

interface Disturbed {
  readonly owner: string;
  readonly taskId: string;
  /** Rows that were done when the worker was killed. */
  readonly doneAt: readonly number[];
}

export default {
  does: 'The worker that holds one long export is killed by SIGKILL again and again.',
  promises:
    'The export goes on where its stored parts end, to the bytes of an undisturbed run; of the parts under way two at most are done twice.',
  run: async (stage) => {
    const rows = stage.times(300_000, 1_000_000);
    const kills = stage.times(2, 8);
    const system = await stage.system({
      workers: 2,
      env: { SHOP_ORDERS: String(rows), TASK_MAX_ATTEMPTS: '100' },
    });
    const register = async (owner: string) =>
      (await system.registerExport({ type: 'orders', params: {} }, { owner })).body.taskId;
    const hashOf = async (taskId: string, owner: string) => {
      const { url } = await system.finished(taskId, { owner, timeoutMs: 600_000 });
      const bytes = Buffer.from(await (await fetch(system.url + url)).arrayBuffer());
      return { hash: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
    };
    const undisturbed = await hashOf(await register('undisturbed'), 'undisturbed');

    const hasCheckpoint = async (taskId: string) =>
      Number(await system.redisCommand('HSTRLEN', entityOf(taskId), 'checkpoint')) > 0;
    const disturb = async (owner: string): Promise<Disturbed> => {
      const taskId = await register(owner);
      const doneAt: number[] = [];
      for (let kill = 1; kill <= kills; kill++) {
        const aim = (rows * (kill - Math.random() / 2)) / (kills + 1);
        for (;;) {
          const { progress, attempt, phase } = await system.status({ taskId }, { owner });
          const isRunning = phase === 'running' && attempt === kill;
          if (phase === 'succeeded') break;
          // a short export may have no progress to tell before it ends
          const isTime = stage.isShort
            ? kill < kills || (await hasCheckpoint(taskId))
            : (progress?.done ?? 0) >= aim;
          if (isRunning && isTime) break;
          await sleep(20);
        }
        const record = await system.record(taskId, { owner });
        const pid = record.attempts.at(-1)?.worker.split(':').at(-1);
        const at = system.workers.findIndex((worker) => String(worker.pid) === pid);
        const [victim] = at === -1 ? [] : system.workers.splice(at, 1);
        if (victim === undefined || record.phase !== 'running') break;
        doneAt.push(record.progress?.done ?? 0);
        victim.signal('SIGKILL');
        await victim.exited;
        await system.startWorker();
      }
      return { owner, taskId, doneAt };
    };
    // an export may end before the kill that is meant for it
    let last = await disturb('disturbed-1');
    for (let n = 2; n <= TRIES && last.doneAt.length < kills; n++)
      last = await disturb(`disturbed-${n}`);
    const { owner, taskId, doneAt } = last;
    const disturbed = await hashOf(taskId, owner);
    const { notices, attempts, counts } = await system.record(taskId, { owner });
    const goneOn = notices.filter(({ code }) => code === 'export_taken_up');
    /** Rows that were done again after each kill; an attempt without checkpoint starts anew. */
    const again = doneAt.map((done) => {
      const behind = goneOn.map(({ values }) => Number(values.rows)).filter((row) => row <= done);
      return done - Math.max(0, ...behind);
    });
    const partRows = Math.ceil((PART_BYTES / undisturbed.size) * rows);
    return {
      runs: doneAt.length,
      measured: `${attempts.length} attempts, ${goneOn.length} went on, at most ${Math.max(0, ...again)} rows done twice (a part holds ${partRows}), ${disturbed.hash === undisturbed.hash ? 'the same bytes' : 'OTHER BYTES'}`,
      holds:
        doneAt.length === kills &&
        goneOn.length > 0 &&
        disturbed.hash === undisturbed.hash &&
        counts.succeeded === rows &&
        again.every((count) => count <= 2 * partRows),
    };
  },
} satisfies Fault;
