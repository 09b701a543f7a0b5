/** The part of the store that the sweepers work with. */
import { bucketKeys, entityKey, STOP_CHANNEL, taskKeys } from './keys.js';
import { type Reply, replyList } from './scripts.js';
import type { StoreContext } from './store-context.js';
import type { Task } from './task.js';
import { readRecord, readTask, toFields } from './task-fields.js';
import type { TaskMaintenance } from './task-store.js';

/** Tasks of one bucket that one sweep takes on; the next sweep takes the next. */
const AT_ONCE = 100;

export function maintenance({ run }: StoreContext): TaskMaintenance {
  return {
    stranded: async (bucket, { unqueuedMs, silentMs }) => {
      const { outbox, heartbeats } = bucketKeys(bucket);
      const [unqueued, silent] = replyList(
        await run('stranded', [outbox, heartbeats], [unqueuedMs, silentMs, AT_ONCE]),
      );
      return {
        unqueued: await findAll(replyList(unqueued)),
        silent: await findAll(replyList(silent)),
      };
    },
    markQueued: async (taskId) => {
      const { outbox, heartbeats } = taskKeys(taskId);
      await run('mark-queued', [outbox, heartbeats], [taskId]);
    },
    overdue: async (bucket) =>
      replyList(await run('overdue', [bucketKeys(bucket).deadlines], [AT_ONCE])).map(String),
    expire: async (taskId) => {
      const fields = toFields(await run('expire', taskKeys(taskId).life, [taskId, STOP_CHANNEL]));
      return fields === null ? null : readRecord(fields, Number.POSITIVE_INFINITY);
    },
    forgetExpired: async (taskId) =>
      void (await run('forget-expired', [taskKeys(taskId).deadlines], [taskId])),
  };

  /** Those that are still there; the janitor sees to the rest. */
  async function findAll(ids: readonly Reply[]): Promise<Task[]> {
    const found = await Promise.all(
      ids.map(async (id) => toFields(await run('read-entity', [entityKey(String(id))]))),
    );
    return found.filter((fields) => fields !== null).map(readTask);
  }
}
