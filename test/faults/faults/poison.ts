/** A task whose executor ends its process each time. */
import type { Fault } from '../fault.js';
import { UNRELIABLE } from '../unreliable.js';
import { replaceDeadWorkers, whilePaused } from '../workers.js';

export default {
  does: 'The executor of one task ends its worker process by SIGKILL each time the task is run.',
  promises:
    'That task is given up after its attempts; the tasks that ran beside it end well, taken over within 15 s.',
  run: async (stage) => {
    const most = stage.times(2, 3);
    const system = await stage.system({
      workers: stage.times(1, 2),
      env: { ...UNRELIABLE, TASK_MAX_ATTEMPTS: String(most), WORKER_CONCURRENCY: '3' },
    });
    const poisons = names('poison', stage.times(1, 3));
    const neighbours = names('neighbour', stage.times(2, 10));
    const endReplacing = replaceDeadWorkers(system);
    const register = (owner: string, type: string, params: object) =>
      system.registerExport({ type, params }, { owner }).then(({ body }) => [owner, body.taskId]);
    const tasks = await whilePaused(system, () =>
      Promise.all([
        ...poisons.map((owner) => register(owner, 'faulty', { fault: 'kill' })),
        ...neighbours.map((owner) => register(owner, 'slow', { ms: 2_000 })),
      ]),
    );
    const records = [];
    for (const [owner = '', taskId = ''] of tasks) {
      await system.finished(taskId, { owner, timeoutMs: 300_000 });
      records.push(await system.record(taskId, { owner }));
    }
    await endReplacing();
    const givenUp = records
      .slice(0, poisons.length)
      .filter(
        ({ phase, error, attempts }) =>
          phase === 'failed' && error?.code === 'attempts_exhausted' && attempts.length === most,
      ).length;
    const well = records.slice(poisons.length).filter(({ phase }) => phase === 'succeeded');
    const hit = well.filter(({ attempts }) => attempts.length > 1).length;
    // the attempt of a poisoned task ends as it begins
    const slowestMs = Math.max(
      ...records
        .slice(0, poisons.length)
        .map(({ attempts: [first, second] }) =>
          second === undefined
            ? 0
            : Date.parse(second.startedAt) - Date.parse(first?.startedAt ?? ''),
        ),
    );
    return {
      runs: tasks.length,
      measured: `${givenUp} of ${poisons.length} given up, ${well.length} of ${neighbours.length} neighbours ended well, ${hit} of them lost workers, taken over after ${(slowestMs / 1e3).toFixed(1)} s at most`,
      holds:
        givenUp === poisons.length &&
        well.length === neighbours.length &&
        hit > 0 &&
        (stage.isShort || slowestMs < 15_000),
    };
  },
} satisfies Fault;

const names = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${name}-${i}`);
