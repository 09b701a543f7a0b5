/** The part of the store that only looks: find, poll, record, list. */
import { POLL } from '@longshore/contract';
import {
  BUCKETS,
  bucketKeys,
  bucketOfOwner,
  entityKey,
  type Slot,
  slotKey,
  taskKeys,
} from './keys.js';
import { type ListPart, mergeParts } from './merge-parts.js';
import { replyList } from './scripts.js';
import type { StoreContext } from './store-context.js';
import type { PolledTask, Task, TaskRecord } from './task.js';
import { readPolledTask, readRecord, readTask, toFields, toPolledFields } from './task-fields.js';
import type { ListQuery, TaskPage, TaskStore } from './task-store.js';

type Reads = Pick<TaskStore, 'find' | 'poll' | 'record' | 'list'>;

/**
 * Index entries that one call walks at most, of one owner; and of each bucket when everyone's are
 * listed.
 */
const WALKED = { owner: 1_000, bucket: 200 } as const;

/** From here on an answer without an ETA is no longer counted. */
const COUNTED_ANSWERS = POLL.quickAnswers + 1;

export function reads({ run }: StoreContext): Reads {
  return { find, poll, record, list };

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

  async function list({ owner, limit, cursor, ...filters }: ListQuery): Promise<TaskPage> {
    const walk = async (bucket: number): Promise<ListPart> => {
      const { recordPrefix, ownerPrefix, records } = bucketKeys(bucket);
      const index = owner === null ? records : `${ownerPrefix}${owner}`;
      const walked = owner === null ? WALKED.bucket : WALKED.owner;
      const { kind = '', type = '', phase = '' } = filters;
      const [last, ...ids] = replyList(
        await run('list', [index], [recordPrefix, cursor ?? '', limit, walked, kind, type, phase]),
      );
      return { ids: ids.map(String), walkedTo: last === '' ? null : String(last) };
    };
    const buckets =
      owner === null
        ? Array.from({ length: BUCKETS }, (_, bucket) => bucket)
        : [bucketOfOwner(owner)];
    const { ids, nextCursor } = mergeParts(await Promise.all(buckets.map(walk)), limit);
    const items = await Promise.all(ids.map(record));
    return { items: items.filter((item) => item !== null), nextCursor };
  }
}
