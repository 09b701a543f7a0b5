/** Workers of two versions share the queue while a new version is rolled out. */
import { waitUntil } from '@longshore/infra';
import type { System } from '../../support/system.js';
import type { Fault } from '../fault.js';
import { whilePaused } from '../workers.js';

const JOBS = 'longshore:{queue-export}:export';
const LEFT = 'left to a worker of a newer version';
const [TODAY, NEWER] = [1, 2];

export default {
  does: 'Jobs of a newer version stand in the queue of a worker that does not know that version.',
  promises:
    'The worker runs what it knows and leaves the newer jobs, at no attempt, to a newer worker.',
  run: async (stage) => {
    const system = await stage.system();
    const owners = Array.from({ length: stage.times(2, 20) }, (_, i) => `owner-${i}`);
    const tasks = await whilePaused(system, () =>
      Promise.all(
        owners.map(async (owner) => {
          const newer = (await system.registerExport({ type: 'products' }, { owner })).body.taskId;
          const other = `other-${owner}`;
          const known = await system.registerExport({ type: 'orders' }, { owner: other });
          await writeVersion(system, { taskId: newer, owner, version: NEWER });
          return { owner, newer, other, known: known.body.taskId };
        }),
      ),
    );
    let good = 0;
    for (const { owner, newer, other, known } of tasks) {
      const { state } = await system.finished(known, { owner: other });
      await waitUntil(() => isLeft(system, newer), { what: `${newer} to be left` });
      const { phase, attempts } = await system.record(newer, { owner });
      // as a job that a worker of today knows, it stands for the newer worker's coming
      await writeVersion(system, { taskId: newer, owner, version: TODAY });
      const { attempt } = await system.finished(newer, { owner });
      if (state && phase === 'queued' && attempts.length === 0 && attempt === 1) good += 1;
    }
    return {
      runs: owners.length,
      measured: `${good} of ${owners.length} newer jobs were left, then run at their first attempt`,
      holds: good === owners.length,
    };
  },
} satisfies Fault;

const isLeft = (system: System, taskId: string): boolean =>
  system.workers.some(({ lines }) =>
    lines.some((line) => line.taskId === taskId && line.msg?.includes(LEFT)),
  );

interface JobData {
  readonly taskId: string;
  readonly owner: string;
  readonly version: number;
}

const writeVersion = (system: System, data: JobData): Promise<string> =>
  system.redisCommand('HSET', `${JOBS}:${data.taskId}`, 'data', JSON.stringify(data));
