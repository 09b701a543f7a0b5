/** What Redis holds of one task is broken. */
import { waitUntil } from '@longshore/infra';
import type { System } from '../../support/system.js';
import { bucketOf, entityOf } from '../entity.js';
import type { Fault } from '../fault.js';
import { whilePaused } from '../workers.js';

const JOBS = 'longshore:{queue-export}:export';
const SET_ASIDE = 'it is set aside';

export default {
  does: 'The entity of one task is overwritten; the job of another task of its bucket is lost.',
  promises:
    'The broken one is set aside and told once; the sweepers go on, and the other one is queued again.',
  run: async (stage) => {
    const system = await stage.system();
    const runs = stage.times(1, 10);
    let ended = 0;
    for (let i = 0; i < runs; i++) {
      const owner = `owner-${i}`;
      const register = async (type: string) =>
        (await system.registerExport({ type }, { owner })).body.taskId;
      const [broken, neighbour] = await whilePaused(system, async () => {
        const ids = [await register('orders'), await register('products')] as const;
        await breakEntity(system, ids[0]);
        await loseJob(system, ids[1]);
        return ids;
      });
      if ((await system.finished(neighbour, { owner })).state) ended += 1;
      await waitUntil(() => told(system, broken) > 0, { what: `${broken} to be set aside` });
    }
    const tellings = told(system);
    return {
      runs,
      measured: `${ended} of ${runs} neighbours ended; ${tellings} lines about ${runs} broken tasks`,
      holds: ended === runs && tellings === runs,
    };
  },
} satisfies Fault;

const told = (system: System, taskId?: string): number =>
  system.workers
    .flatMap(({ lines }) => lines)
    .filter((line) => line.msg?.includes(SET_ASIDE) && (taskId ?? line.taskId) === line.taskId)
    .length;

async function breakEntity(system: System, taskId: string): Promise<void> {
  await system.redisCommand('SET', entityOf(taskId), 'broken');
  await system.redisCommand('ZADD', `${bucketOf(taskId)}:outbox`, '1', taskId);
}

async function loseJob(system: System, taskId: string): Promise<void> {
  await system.redisCommand('LREM', `${JOBS}:wait`, '0', taskId);
  await system.redisCommand('DEL', `${JOBS}:${taskId}`);
  await system.redisCommand('ZADD', `${bucketOf(taskId)}:outbox`, '2', taskId);
}
