/** What an export was asked for: long params are stored beside the task. Used by run-export.ts. */
import { json } from 'node:stream/consumers';
import type { ExportTask } from '@longshore/tasks';
import type { RunServices } from '../run-services.js';

/** Throws what the store throws: AppError `file_gone` too. */
export async function paramsOf(
  { params, storedParams }: ExportTask,
  { store }: Pick<RunServices, 'store'>,
  signal: AbortSignal,
): Promise<unknown> {
  if (storedParams === null) return params;
  return json(await store.read(storedParams.key, undefined, signal));
}
