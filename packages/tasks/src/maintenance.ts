/** The part of the store that the sweepers work with. */
import type { Kind } from '@longshore/contract';
import { bucketKeys, roundKey, STOP_CHANNEL, taskKeys } from './keys.js';
import { replyList } from './scripts.js';
import type { StoreContext } from './store-context.js';
import { readRecord, toFields } from './task-fields.js';
import type { StrandedLine, TaskMaintenance } from './task-maintenance.js';

/** Tasks of one bucket that one sweep takes on; the next sweep takes the next. */
const AT_ONCE = 100;
/** Of the pause between two rounds: how long one is taken. */
const TAKEN = 0.9;

export function maintenance({ run, ledgerTtlMs }: StoreContext): TaskMaintenance {
  return {
    takeRound: async (sweeper, everyMs) =>
      (await run('take-round', [roundKey(sweeper)], [Math.ceil(everyMs * TAKEN)])) === 1,
    stranded: async (bucket, { unqueuedMs, silentMs }) => {
      const { outbox, heartbeats, lines, linePrefix } = bucketKeys(bucket);
      const answer = replyList(
        await run(
          'stranded',
          [outbox, heartbeats, lines],
          [unqueuedMs, silentMs, AT_ONCE, linePrefix],
        ),
      );
      const [unqueued = [], silent = [], due = []] = answer.map((part) =>
        replyList(part).map(String),
      );
      return { unqueued, silent, lines: readLines(due) };
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
      const { outbox, deadlines, heartbeats, setAside, record } = taskKeys(taskId);
      return (
        (await run(
          'set-aside',
          [outbox, deadlines, heartbeats, setAside, record],
          [taskId, ledgerTtlMs],
        )) === 1
      );
    },
  };
}

/** Names of lines, `<kind>:<owner>`, each followed by its first task. */
function readLines(reply: readonly string[]): StrandedLine[] {
  const lines: StrandedLine[] = [];
  for (let i = 0; i + 1 < reply.length; i += 2) {
    const [name = '', first = ''] = reply.slice(i, i + 2);
    const colon = name.indexOf(':');
    // the kind was written by this package
    lines.push({ kind: name.slice(0, colon) as Kind, owner: name.slice(colon + 1), first });
  }
  return lines;
}
