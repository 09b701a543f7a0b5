/** The part of the store that only looks: find, poll, record. */
import { POLL } from '@longshore/contract';
import { bucketKeys, bucketOfOwner, entityKey, type Slot, slotKey, taskKeys } from './keys.js';
import { replyList } from './scripts.js';
import type { StoreContext } from './store-context.js';
import type { PolledTask, Task, TaskRecord } from './task.js';
import { readPolledTask, readRecord, readTask, toFields, toPolledFields } from './task-fields.js';
import type { TaskStore } from './task-store.js';

type Reads = Pick<TaskStore, 'find' | 'poll' | 'record'>;

/** From here on an answer without an ETA is no longer counted. */
const COUNTED_ANSWERS = POLL.quickAnswers + 1;

export function reads({ run }: StoreContext): Reads {
  return { find, poll, record };

  async function find(taskId: string): Promise<Task | null> {
    const fields = toFields(await run('read-entity', [entityKey(taskId)]));
    return fields === null ? null : readTask(fields);
  }

  async function poll(
    by: { taskId: string } | Slot,
  ): Promise<{ task: PolledTask; answers: number } | null> {
    const [key, prefix] =
      'taskId' in by
        ? [entityKey(by.taskId), '']
        : [slotKey(by), bucketKeys(bucketOfOwner(by.owner)).entityPrefix];
    const fields = toPolledFields(await run('poll', [key], [prefix, COUNTED_ANSWERS]));
    return fields === null
      ? null
      : { task: readPolledTask(fields), answers: Number(fields.answers) };
  }

  async function record(taskId: string): Promise<TaskRecord | null> {
    const [nowMs, ...rest] = replyList(await run('read-record', [taskKeys(taskId).record]));
    const fields = toFields(rest);
    return fields === null ? null : readRecord(fields, Number(nowMs));
  }
}
