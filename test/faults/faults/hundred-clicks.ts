/** A person clicks, and clicks again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { System } from '../../support/system.js';
import type { Fault } from '../fault.js';

const CLICKS = 100;

export default {
  does: `One owner registers the same export ${CLICKS} times at once.`,
  promises: 'One task is made, and every other click is told its id.',
  run: async (stage) => {
    // a task that a worker had ended before the last click would rightly make room for another one
    const system = await stage.system({ workers: 0 });
    const answers = await Promise.all(
      Array.from({ length: CLICKS }, () => clickUntilAnswered(system)),
    );
    const made = answers.filter(({ status }) => status === 202).length;
    const ids = new Set(answers.map(({ body }) => body.taskId)).size;
    const { items } = await system.client({ owner: 'ada' }).listTasks();
    return {
      runs: CLICKS,
      measured: `${made} made, ${ids} ids told, ${items.length} tasks in the ledger`,
      holds: made <= 1 && ids === 1 && items.length === 1,
    };
  },
} satisfies Fault;

/** On a busy machine an API says "try again shortly", perhaps of a task that it made. */
async function clickUntilAnswered(system: System) {
  for (;;) {
    const answer = await system.registerExport({ type: 'orders', params: {} }, { owner: 'ada' });
    if (answer.status !== 503) return answer;
    await sleep(1_000);
  }
}
