/**
 * The part of the store that keeps owners in turn: each owner's tasks of a kind stand in a line, of
 * which only the first is in the queue. So a backlog is never ahead of another owner's task.
 */
import type { Kind } from '@longshore/contract';
import { BUCKETS, bucketKeys, bucketOfOwner, lineKeys, runsKey } from './keys.js';
import { type Reply, replyList } from './scripts.js';
import type { StoreContext } from './store-context.js';
import type { TaskStore, Turn } from './task-store.js';

/**
 * When the recoverer looks at a line: after a registration that nobody queued, and again and again
 * while tasks wait.
 */
export const LOOK_MS = { unqueued: 2_000, waiting: 10_000 } as const;

/** A type whose last run was no longer than this is small work. */
const SMALL_MS = 5_000;
/** Small work goes ahead of other work that has waited for less than this. */
const AHEAD_MS = 10_000;

type Lines = Pick<TaskStore, 'advance' | 'countLined'>;

export function lines({ run, maxRunningPerOwner = 0 }: StoreContext): Lines {
  return {
    advance: async (owner, kinds) => {
      const bucket = bucketKeys(bucketOfOwner(owner));
      const all = kinds.map((kind) => lineKeys(owner, kind));
      const { lines, outbox, heartbeats, durations } = bucket;
      const keys = [runsKey(owner), lines, outbox, heartbeats, durations];
      const limits = [maxRunningPerOwner, SMALL_MS, AHEAD_MS, LOOK_MS.waiting];
      const turns = replyList(
        await run(
          'advance',
          [...keys, ...all.map(({ line }) => line)],
          [bucket.entityPrefix, ...limits, ...all.map(({ name }) => name)],
        ),
      );
      return kinds.flatMap((kind, i) => readTurn(kind, turns[i]));
    },
    countLined: async (kind) => {
      const counts = await Promise.all(
        Array.from({ length: BUCKETS }, (_, bucket) => {
          const { lines, linePrefix } = bucketKeys(bucket);
          return run('count-lined', [lines], [kind, linePrefix]);
        }),
      );
      return counts.reduce<number>((sum, count) => sum + Number(count), 0);
    },
  };
}

function readTurn(kind: Kind, reply: Reply | undefined): Turn[] {
  const [taskId, priority, isQueued] = replyList(reply);
  if (taskId === undefined) return [];
  const turn = { taskId: String(taskId), priority: Number(priority), isQueued: isQueued === 1 };
  return [{ kind, ...turn }];
}
