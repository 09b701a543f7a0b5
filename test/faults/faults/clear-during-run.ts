/** The page clears a task that still runs. */
import { waitUntil } from '@longshore/infra';
import type { Fault } from '../fault.js';

export default {
  does: 'Its owner clears an export by id while a worker writes the file.',
  promises: 'The run stops, its slot is free at once, and no file is left behind.',
  run: async (stage) => {
    const system = await stage.system({ env: { SHOP_ORDERS: '200000' } });
    const runs = stage.times(3, 30);
    let freeAtOnce = 0;
    for (let i = 0; i < runs; i++) {
      const { body } = await system.registerExport({ type: 'orders', params: {} });
      await waitUntil(
        async () => ((await system.status({ taskId: body.taskId })).progress?.done ?? 0) > 0,
        { what: 'progress' },
      );
      await system.client().clearTaskInfo({ taskId: body.taskId });
      const next = await system.registerExport({ type: 'orders', params: { limit: 1 } });
      if (next.status === 202) freeAtOnce += 1;
      await system.finished(next.body.taskId);
      await system.client().clearTaskInfo({ taskId: next.body.taskId });
    }
    const records = (await system.client().listTasks({ phase: 'succeeded', limit: 100 })).items
      .length;
    await waitUntil(() => system.storedFiles().length === records, { what: 'the files to go' });
    return {
      runs,
      measured: `${freeAtOnce} slots free at once, ${system.storedFiles().length} files of ${records} finished tasks`,
      holds: freeAtOnce === runs && records === runs,
    };
  },
} satisfies Fault;
