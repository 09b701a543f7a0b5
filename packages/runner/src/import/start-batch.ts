/** The batch that works on the rows which an import has saved. Used by run-import.ts. */
import { limitsOf } from '@longshore/executors';
import { bodyHash, type ImportTask } from '@longshore/tasks';
import type { NoticeList } from '../notice-list.js';
import type { RunServices } from '../run-services.js';

/**
 * Registers it for the caller of the import, once, whatever attempt of the import comes here: that
 * the import may start it is the business's word, so `allow` of the batch is not asked. While
 * a batch of that type runs for the owner, the rows are left to the next one, and a notice says so.
 */
export async function startBatch(
  type: string,
  { taskId, owner, caller, language, timeZone }: ImportTask,
  notices: Pick<NoticeList, 'add'>,
  { tasks, queue, business }: Pick<RunServices, 'tasks' | 'queue' | 'business'>,
): Promise<void> {
  const batch = business.find('batch', type);
  if (batch === undefined) throw new Error(`The batch ${type} is gone`); // loadBusiness found it
  const asked = { kind: 'batch', type, params: {}, batchNo: null, only: null } as const;
  const registration = await tasks.register(
    {
      ...asked,
      owner,
      caller,
      language,
      timeZone,
      ...limitsOf(batch),
    },
    { idempotency: { key: `after:${taskId}`, body: bodyHash(asked) } },
  );
  if (registration.registered) await queue.admit(owner, ['batch']);
  const isLeft = !registration.registered && !('sameBody' in registration);
  notices.add(isLeft ? 'batch_left_to_next' : 'batch_started', { type });
}
