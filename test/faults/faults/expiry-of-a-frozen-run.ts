/** The time of a task ends while its worker is frozen; then the worker comes back. */
import { waitUntil } from '@longshore/infra';
import type { Fault } from '../fault.js';

export default {
  does: 'A worker freezes during an export until the life of the task (1.5 s) is over, then thaws.',
  promises: 'The slot is free, the ledger says expired, and the late write changes nothing.',
  run: async (stage) => {
    const runs = stage.times(1, 20);
    const system = await stage.system({
      env: { TASK_TTL_MS: '1500', SHOP_ORDERS: '300000' },
    });
    const [worker] = system.workers;
    let frozen = 0;
    let free = 0;
    let told = 0;
    let kept = 0;
    for (let i = 0; i < runs; i++) {
      const owner = `owner-${i}`;
      const { body } = await system.registerExport({ type: 'orders' }, { owner });
      const { taskId } = body;
      const isIn = (phase: string) => async () =>
        (await system.status({ taskId }, { owner })).phase === phase;
      // a busy machine may begin no run within the life of the task: that one proves nothing
      await waitUntil(isIn('running'), { what: 'the run', timeoutMs: 1_400 })
        .then(() => {
          frozen += 1;
        })
        .catch(() => {});
      worker?.signal('SIGSTOP');
      await waitUntil(isIn('expired'), { what: 'the expiry' });
      const { status, state, url } = await system.status({ taskId }, { owner });
      if (status === 2 && !state && url === null) told += 1;
      const again = await system.registerExport(
        { type: 'orders', params: { limit: 1 } },
        { owner },
      );
      if (again.status === 202) free += 1;
      worker?.signal('SIGCONT');
      // The worker's next task ends only after the thawed run has tried its late write.
      const next = await system.registerExport({ type: 'products' }, { owner });
      await system.finished(next.body.taskId, { owner });
      const { phase, result } = await system.record(taskId, { owner });
      if (phase === 'expired' && result === null) kept += 1;
    }
    return {
      runs,
      measured: `${frozen} runs frozen, ${free} slots free, ${told} polls without a file, ${kept} records expired and without a file`,
      holds: frozen > 0 && free === runs && told === runs && kept === runs,
    };
  },
} satisfies Fault;
