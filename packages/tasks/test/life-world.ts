/**
 * The two worlds that random commands change: a model of one owner's tasks, and the real store; and
 * their comparison. Used by life-model.ts.
 */
import { isLive, type Phase } from '@longshore/contract';
import { expect } from 'vitest';
import type { RedisClient } from '../src/connect-redis.js';
import { taskKeys } from '../src/keys.js';
import type { TaskRecord } from '../src/task.js';
import type { TaskStore } from '../src/task-store.js';

export interface ModelTask {
  readonly taskId: string;
  phase: Phase;
  /** The entity is there: neither cleared nor past its life. */
  hasEntity: boolean;
  attempt: number;
  /** Attempts that count against the limit. */
  spent: number;
  /** Attempts that a later one overtook, or that were given up for lost; not those excused. */
  readonly lost: Set<number>;
  readonly handedBack: Set<number>;
  /** It waits to be queued, at once or when its retry or its time is due. */
  isInOutbox: boolean;
  /** Queued until a time. */
  isWaiting: boolean;
  done: number;
}

/** What the model knows. */
export interface Model {
  readonly tasks: ModelTask[];
  /** The task whose id the slot holds. */
  slot: ModelTask | null;
}

/** The real store, and the owner of this run. */
export interface Real {
  readonly store: TaskStore;
  readonly redis: RedisClient;
  readonly owner: string;
}

export const isLiveEntity = (task: ModelTask): boolean => task.hasEntity && isLive(task.phase);

/** What every reader of the store is told about each task, against the model. */
export async function compare(model: Model, { store, redis, owner }: Real): Promise<void> {
  for (const task of model.tasks) {
    const polled = await store.poll({ taskId: task.taskId });
    expect(polled?.task.phase ?? null).toBe(task.hasEntity ? task.phase : null);
    const record = await store.record(task.taskId);
    expect(record).toMatchObject({ phase: task.phase, attempt: task.attempt });
    if (record !== null) expectTrueCounts(record, task);
    if (isLiveEntity(task)) await compareInside(task, redis);
  }
  const holder = model.slot !== null && isLiveEntity(model.slot) ? model.slot.taskId : null;
  expect(await store.holder({ owner, kind: 'export', type: 'orders' })).toBe(holder);
}

/** What no reader is told, but the next attempt and the recoverer go by. */
async function compareInside(task: ModelTask, redis: RedisClient): Promise<void> {
  const { entity, outbox } = taskKeys(task.taskId);
  expect(await redis.hget(entity, 'spent')).toBe(String(task.spent));
  const queuedAt = await redis.zscore(outbox, task.taskId);
  expect(queuedAt !== null).toBe(task.isInOutbox);
  const isLater = task.phase === 'retrying' || task.isWaiting;
  if (task.isInOutbox) expect(Number(queuedAt) > Date.now()).toBe(isLater);
}

/** succeeded + failed + unprocessed = total, and what was done never falls. */
function expectTrueCounts({ counts }: TaskRecord, task: ModelTask): void {
  const { total, succeeded, failed, unprocessed } = counts;
  if (total !== null) expect(succeeded + failed + (unprocessed ?? 0)).toBe(total);
  expect(succeeded + failed).toBe(task.done);
}
