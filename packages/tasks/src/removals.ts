/** The part of the store that people and pages end tasks with: cancel, clear. */
import { bucketKeys, bucketOfOwner, type Slot, STOP_CHANNEL, slotKey, taskKeys } from './keys.js';
import type { StoreContext } from './store-context.js';
import { toFields } from './task-fields.js';
import type { TaskStore } from './task-store.js';

type Removals = Pick<TaskStore, 'cancel' | 'clear' | 'clearFinished'>;

export function removals({ run, ledgerTtlMs }: StoreContext): Removals {
  return {
    cancel: async (taskId) => {
      const args = [
        taskId,
        ledgerTtlMs,
        'cancelled',
        '',
        'cancelled',
        '',
        STOP_CHANNEL,
        'cancelled',
        '',
      ];
      return toFields(await run('end', taskKeys(taskId).life, args)) !== null;
    },
    clear: async (taskId) =>
      (await run('clear', taskKeys(taskId).life, [taskId, ledgerTtlMs, STOP_CHANNEL])) === 1,
    clearFinished: async (slot: Slot) => {
      const { entityPrefix, recordPrefix } = bucketKeys(bucketOfOwner(slot.owner));
      return (await run('clear-finished', [slotKey(slot)], [entityPrefix, recordPrefix])) === 1;
    },
  };
}
