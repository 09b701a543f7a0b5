/** Redis does not answer for a while. */
import { waitUntil } from '@longshore/infra';
import type { Fault } from '../fault.js';

export default {
  does: 'Redis is frozen by SIGSTOP while an export runs and another one is registered, then thaws.',
  promises: 'A registration is refused with 503 and Retry-After in some 2 s; then all goes on.',
  isTimed: true,
  run: async (stage) => {
    const system = await stage.system({ env: { SHOP_ORDERS: '100000' } });
    const runs = stage.times(1, 10);
    let good = 0;
    let slowestMs = 0;
    for (let i = 0; i < runs; i++) {
      const owner = `owner-${i}`;
      const { body } = await system.registerExport({ type: 'orders' }, { owner });
      system.signalRedis('SIGSTOP');
      const began = performance.now();
      const refused = await system.registerExport({ type: 'products' }, { owner });
      slowestMs = Math.max(slowestMs, performance.now() - began);
      system.signalRedis('SIGCONT');
      const next = await waitUntil(
        async () => {
          const answer = await system.registerExport({ type: 'products' }, { owner });
          return answer.status < 500 ? answer.body : null;
        },
        { what: 'Redis to be back', timeoutMs: 30_000 },
      );
      const both = [body.taskId, next.taskId].map((taskId) => system.finished(taskId, { owner }));
      const states = (await Promise.all(both)).map(({ state }) => state);
      const isRefused = refused.status === 503 && refused.headers.has('retry-after');
      if (isRefused && states.every(Boolean)) good += 1;
    }
    return {
      runs,
      measured: `${good} refused and went on, the refusal took at most ${Math.round(slowestMs)} ms`,
      holds: good === runs && slowestMs < 4_000,
    };
  },
} satisfies Fault;
