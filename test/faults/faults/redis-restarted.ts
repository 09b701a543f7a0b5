/** Redis dies and comes back, with its append-only file or empty. */
import { waitUntil } from '@longshore/infra';
import type { System } from '../../support/system.js';
import type { Fault } from '../fault.js';

const TASKS = 4;

export default {
  does: 'Redis is killed by SIGKILL amid exports and started again, with its data, then without.',
  promises: 'With data every export ends; without, nobody is locked out and the next one succeeds.',
  run: async (stage) => {
    const runs = stage.times(1, 5);
    let ended = 0;
    let unlocked = 0;
    for (let i = 0; i < runs; i++) {
      const system = await stage.system({ hasLines: true, env: { SHOP_ORDERS: '60000' } });
      const tasks = await registered(system);
      await system.restartRedis({ keepsData: true });
      for (const { taskId, owner } of tasks) if (await succeeds(system, taskId, owner)) ended += 1;
      await registered(system);
      await system.restartRedis({ keepsData: false });
      const again = await registered(system);
      for (const { taskId, owner } of again)
        if (await succeeds(system, taskId, owner)) unlocked += 1;
      await system.stop();
    }
    return {
      runs: runs * 2,
      measured: `${ended} of ${runs * TASKS} ended with data, ${unlocked} of ${runs * TASKS} new ones without`,
      holds: ended === runs * TASKS && unlocked === runs * TASKS,
    };
  },
} satisfies Fault;

const registered = (system: System): Promise<{ taskId: string; owner: string }[]> =>
  Promise.all(
    Array.from({ length: TASKS }, (_, i) => {
      const owner = `owner-${i}`;
      const register = async () => {
        const { status, body } = await system.registerExport({ type: 'orders' }, { owner });
        return status === 202 ? { taskId: body.taskId, owner } : null;
      };
      return waitUntil(register, { what: 'a registration', timeoutMs: 60_000 });
    }),
  );

async function succeeds(system: System, taskId: string, owner: string): Promise<boolean> {
  const ended = async () => {
    const answer = await system.status({ taskId }, { owner }).catch(() => null);
    return answer === null || answer.status === 1 ? null : answer;
  };
  const { phase } = await waitUntil(ended, { what: `the end of ${taskId}`, timeoutMs: 120_000 });
  return phase === 'succeeded';
}
