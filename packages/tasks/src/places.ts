/**
 * The part of the store that limits how many tasks of one type run at once, over the whole fleet. A
 * place is a lease: the place of a worker that died is free again after a minute, unless the task
 * is taken over before.
 */
import { placeKeys, taskKeys } from './keys.js';
import { type Reply, replyList } from './scripts.js';
import type { StoreContext } from './store-context.js';
import type { PlaceAnswer, TaskStore } from './task-store.js';

/** Longer than a worker is away that another one takes over from. */
const LEASE_MS = 60_000;

type Places = Pick<TaskStore, 'takePlace' | 'leavePlace' | 'postpone'>;

export function places({ run }: StoreContext): Places {
  return {
    takePlace: (task, maxRunning) => share('take', task, maxRunning),
    leavePlace: async (task, maxRunning) => (await share('leave', task, maxRunning)).others,
    postpone: async (taskId, inMs) => {
      await run('postpone', taskKeys(taskId).life, [taskId, inMs]);
    },
  };

  async function share(
    act: 'take' | 'leave',
    { taskId, kind, type, registeredAt }: Parameters<TaskStore['takePlace']>[0],
    maxRunning: number,
  ): Promise<PlaceAnswer> {
    const { places, waiting } = placeKeys(kind, type);
    const args = [taskId, act, maxRunning, LEASE_MS, registeredAt];
    return readAnswer(await run('share-places', [places, waiting], args));
  }
}

function readAnswer(reply: Reply): PlaceAnswer {
  const [isTaken, waiting, ...others] = replyList(reply);
  return { isTaken: isTaken === 1, waiting: Number(waiting), others: others.map(String) };
}
