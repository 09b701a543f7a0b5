/**
 * The two worlds of the model-based test, the reference model and the real store, and what both
 * must tell alike after each command.
 */
import { isLive, type Phase } from '@longshore/contract';
import type fc from 'fast-check';
import { expect } from 'vitest';
import type { RedisClient } from '../src/connect-redis.js';
import { lineKeys, taskKeys } from '../src/keys.js';
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
  /** Where it waits: for its turn, or for its retry or its time. */
  isIn: 'line' | 'outbox' | null;
  /** It waits for a retry that is not due yet. */
  isEarly: boolean;
  /** Queued until a time. */
  isHeld: boolean;
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

export type Command = fc.AsyncCommand<Model, Real>;

/**
 * Which task and which of its attempts a command is about, of those that there are, counted from
 * the newest.
 */
export interface Choice {
  readonly task: number;
  readonly attempt: number;
}

/** A command about a task that exists; `act` changes both worlds and compares their answers. */
export function about(
  name: string,
  choice: Choice,
  act: (task: ModelTask, attempt: number, world: { model: Model; real: Real }) => Promise<void>,
): Command {
  return {
    check: ({ tasks }) => tasks.length > 0,
    run: async (model, real) => {
      const task = model.tasks.at(-1 - (choice.task % model.tasks.length));
      if (task === undefined) return;
      const newest = Math.max(1, task.attempt);
      await act(task, newest - (choice.attempt % newest), { model, real });
      await compare(model, real);
    },
    toString: () => `${name}(task ${choice.task}, attempt ${choice.attempt})`,
  };
}

/** Live, and a worker may take it. */
export const isClaimable = (task: ModelTask): boolean =>
  isLiveEntity(task) && task.phase !== 'paused';
export const isOpen = (task: ModelTask, attempt: number): boolean =>
  task.hasEntity && task.phase === 'running' && task.attempt === attempt;
export const isLiveEntity = (task: ModelTask): boolean => task.hasEntity && isLive(task.phase);

/** What every reader of the store is told about each task, against the model. */
export async function compare(model: Model, { store, redis, owner }: Real): Promise<void> {
  for (const task of model.tasks) {
    const polled = await store.poll({ taskId: task.taskId });
    expect(polled?.task.phase ?? null).toBe(task.hasEntity ? task.phase : null);
    const record = await store.record(task.taskId);
    expect(record).toMatchObject({ phase: task.phase, attempt: task.attempt });
    if (record !== null) expectTrueCounts(record, task);
    if (isLiveEntity(task)) await compareInside(task, { store, redis, owner });
  }
  const holder = model.slot !== null && isLiveEntity(model.slot) ? model.slot.taskId : null;
  expect(await store.holder({ owner, kind: 'export', type: 'orders' })).toBe(holder);
}

/** What no reader is told, but the next attempt and the recoverer go by. */
async function compareInside(task: ModelTask, { redis, owner }: Real): Promise<void> {
  const { entity, outbox } = taskKeys(task.taskId);
  expect(await redis.hget(entity, 'spent')).toBe(String(task.spent));
  const { line } = lineKeys(owner, 'export');
  expect((await redis.zscore(line, task.taskId)) !== null).toBe(task.isIn === 'line');
  const queuedAt = await redis.zscore(outbox, task.taskId);
  expect(queuedAt !== null).toBe(task.isIn === 'outbox');
  const isLater = task.isEarly || task.isHeld;
  if (task.isIn === 'outbox') expect(Number(queuedAt) > Date.now()).toBe(isLater);
}

/** succeeded + failed + unprocessed = total, and what was done never falls. */
function expectTrueCounts({ counts }: TaskRecord, task: ModelTask): void {
  const { total, succeeded, failed, unprocessed } = counts;
  if (total !== null) expect(succeeded + failed + (unprocessed ?? 0)).toBe(total);
  expect(succeeded + failed).toBe(task.done);
}
