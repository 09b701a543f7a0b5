/** The part of the store that the sweepers work with. */
import { bucketKeys, STOP_CHANNEL, taskKeys } from './keys.js';
import { replyList } from './scripts.js';
import type { StoreContext } from './store-context.js';
import { readRecord, toFields } from './task-fields.js';
import type { TaskMaintenance } from './task-store.js';

/** Tasks of one bucket that one sweep takes on; the next sweep takes the next. */
const AT_ONCE = 100;

export function maintenance({ run, ledgerTtlMs }: StoreContext): TaskMaintenance {
  return {
    stranded: async (bucket, { unqueuedMs, silentMs }) => {
      const { outbox, heartbeats } = bucketKeys(bucket);
      const [unqueued, silent] = replyList(
        await run('stranded', [outbox, heartbeats], [unqueuedMs, silentMs, AT_ONCE]),
      );
      return { unqueued: replyList(unqueued).map(String), silent: replyList(silent).map(String) };
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
    setAside: async (taskId) => {
      const { outbox, deadlines, heartbeats, setAside } = taskKeys(taskId);
      return (
        (await run(
          'set-aside',
          [outbox, deadlines, heartbeats, setAside],
          [taskId, ledgerTtlMs],
        )) === 1
      );
    },
  };
}
