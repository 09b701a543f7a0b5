/** Stops a live task, for its owner and for operators. */
import type { TaskRecord } from '@longshore/tasks';
import type { Actor } from '../audit/actor.js';
import type { CentreServices } from '../services.js';
import { fenceStopped } from './fence-stopped.js';

/** False: it was not live. */
export async function cancelTask(
  record: TaskRecord,
  actor: Actor,
  services: CentreServices,
): Promise<boolean> {
  const { taskId, kind, type } = record;
  const isStopped = await services.tasks.cancel(taskId);
  if (!isStopped) return false;
  await fenceStopped(taskId, services);
  await services.audit.note('cancel', actor, { task: record, kind, type });
  return true;
}
