/** Redis refuses every write for lack of memory. */
import type { Fault } from '../fault.js';

export default {
  does: 'The memory of Redis is full (maxmemory, noeviction) amid exports; then there is room again.',
  promises: 'A registration is a 503 that leaves no slot; runs under way end when there is room.',
  run: async (stage) => {
    const system = await stage.system({ env: { SHOP_ORDERS: '60000' } });
    const runs = stage.times(1, 10);
    let good = 0;
    for (let i = 0; i < runs; i++) {
      const owner = `owner-${i}`;
      const { body } = await system.registerExport({ type: 'orders' }, { owner });
      await system.redisCommand('CONFIG', 'SET', 'maxmemory', '1');
      const refused = await system.registerExport({ type: 'products' }, { owner });
      await system.redisCommand('CONFIG', 'SET', 'maxmemory', '0');
      const again = await system.registerExport({ type: 'products' }, { owner });
      const ids = [body.taskId, again.body.taskId];
      const ended = await Promise.all(ids.map((taskId) => system.finished(taskId, { owner })));
      if (refused.status === 503 && again.status === 202 && ended.every(({ state }) => state))
        good += 1;
    }
    return { runs, measured: `${good} refused, then went on`, holds: good === runs };
  },
} satisfies Fault;
