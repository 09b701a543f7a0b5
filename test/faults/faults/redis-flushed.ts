/** Somebody empties Redis. */
import { waitUntil } from '@longshore/infra';
import type { Fault } from '../fault.js';

const OWNERS = ['ann', 'ben'];

export default {
  does: 'FLUSHALL empties Redis while exports run.',
  promises: 'Runs stop and leave no file; nobody is locked out, and the next export succeeds.',
  run: async (stage) => {
    const system = await stage.system({ env: { SHOP_ORDERS: '200000' } });
    const runs = stage.times(1, 10);
    let ended = 0;
    const bothAreUnderWay = async () => {
      const asked = OWNERS.map((owner) => system.status({ type: 'orders' }, { owner }));
      return (await Promise.all(asked)).every(({ progress }) => (progress?.done ?? 0) > 0);
    };
    for (let i = 0; i < runs; i++) {
      // both begin at once: none may have ended, and have a file, before the other one is under way
      for (const worker of system.workers) worker.signal('SIGSTOP');
      for (const owner of OWNERS) await system.registerExport({ type: 'orders' }, { owner });
      for (const worker of system.workers) worker.signal('SIGCONT');
      await waitUntil(bothAreUnderWay, { what: 'progress of both', everyMs: 20 });
      await system.redisCommand('FLUSHALL');
      for (const owner of OWNERS) {
        const asked = { type: 'orders', params: { limit: 1 } };
        const { status, body } = await system.registerExport(asked, { owner });
        if (status === 202 && (await system.finished(body.taskId, { owner })).state) ended += 1;
      }
    }
    const kept = runs * OWNERS.length;
    await waitUntil(() => system.storedFiles().length === kept, { what: 'the files to go' });
    return {
      runs: kept,
      measured: `${ended} of ${kept} new exports succeeded, no file of a lost run was left`,
      holds: ended === kept,
    };
  },
} satisfies Fault;
