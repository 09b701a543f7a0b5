/** A person clicks, and clicks again. */
import type { Fault } from '../fault.js';

const CLICKS = 100;

export default {
  does: `One owner registers the same export ${CLICKS} times at once.`,
  promises: 'One task is made, and every other click is told its id.',
  run: async (stage) => {
    const system = await stage.system();
    const answers = await Promise.all(
      Array.from({ length: CLICKS }, () =>
        system.registerExport({ type: 'orders', params: {} }, { owner: 'ada' }),
      ),
    );
    const made = answers.filter(({ status }) => status === 202).length;
    const ids = new Set(answers.map(({ body }) => body.taskId)).size;
    const { items } = await system.client({ owner: 'ada' }).listTasks();
    return {
      runs: CLICKS,
      measured: `${made} made, ${ids} ids told, ${items.length} tasks in the ledger`,
      holds: made === 1 && ids === 1 && items.length === 1,
    };
  },
} satisfies Fault;
