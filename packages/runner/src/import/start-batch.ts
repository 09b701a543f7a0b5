/** The batch that works on the rows which an import has saved. Used by run-import.ts. */
import { type BatchExecutor, limitsOf, mayStart } from '@longshore/executors';
import { bodyHash, type ImportTask } from '@longshore/tasks';
import type { NoticeList } from '../notice-list.js';
import type { RunServices } from '../run-services.js';

/**
 * Registers it for the caller of the import, once, whatever attempt of the import comes here. A
 * caller who may not start the batch is told so by a notice, and so is one for whom a batch of that
 * type runs: the rows stay new, and the next batch takes them.
 */
export async function startBatch(
  type: string,
  task: ImportTask,
  notices: Pick<NoticeList, 'add'>,
  services: Pick<RunServices, 'tasks' | 'queue' | 'business' | 'log'>,
): Promise<void> {
  const batch = services.business.find('batch', type);
  if (batch === undefined) throw new Error(`The batch ${type} is gone`); // loadBusiness found it
  if (!(await isAllowed(batch, task))) {
    const { taskId, owner } = task;
    services.log.info({ taskId, owner, type }, 'the owner of an import may not start its batch');
    return notices.add('batch_not_allowed', {}); // who may not see a type is not told of it
  }
  const isStarted = await register(batch, task, services);
  notices.add(isStarted ? 'batch_started' : 'batch_left_to_next', { type });
}

/** As over HTTP: code of the host, and a routine that takes dropped files, are not asked. */
const isAllowed = async (batch: BatchExecutor, { isCallerKnown, caller }: ImportTask) =>
  !isCallerKnown || (await mayStart(batch, caller));

/** False: a batch of that type runs for the owner. */
async function register(
  batch: BatchExecutor,
  { taskId, owner, caller, isCallerKnown, language, timeZone }: ImportTask,
  { tasks, queue }: Pick<RunServices, 'tasks' | 'queue'>,
): Promise<boolean> {
  const asked = { kind: 'batch', type: batch.type, params: {}, batchNo: null, only: null } as const;
  const registration = await tasks.register(
    {
      ...asked,
      owner,
      ...(isCallerKnown ? { caller } : {}),
      language,
      timeZone,
      ...limitsOf(batch),
    },
    { idempotency: { key: `after:${taskId}`, body: bodyHash(asked) } },
  );
  if (registration.registered) await queue.admit(owner, ['batch']);
  return registration.registered || 'sameBody' in registration;
}
