/**
 * Registers an export, for HTTP and for code: parameters are checked before anything is registered.
 */
import { AppError, RegisterExportIn } from '@longshore/contract';
import { type ExportExecutor, limitsOf } from '@longshore/executors';
import { bodyHash, type NewExport, paramsKey } from '@longshore/tasks';
import { parseInput } from '../http/parse-input.js';
import type { CentreServices } from '../services.js';
import { areLong, storeParams } from './long-params.js';
import { ownerOf, type Registered, type Registrant, registerTask } from './register-task.js';
import { startedBy } from './started-by.js';
import { storedWithTask } from './stored-with-task.js';

/** Throws AppError invalid_params, unknown_type or redis_unavailable. */
export async function registerExport(
  input: unknown,
  caller: Registrant,
  services: CentreServices,
): Promise<Registered> {
  const request = parseInput(RegisterExportIn, input);
  const { type, params, format, fileName = null, columns = null } = request;
  const { rowsPerFile = null, manifest = false } = request;
  const { language = caller.language, timeZone = services.timeZone } = request;
  const executor = await startedBy(caller, { kind: 'export', type }, services);
  parseInput(executor.params, params, ['params']);
  refuseUnknown(columns ?? [], executor);
  if (rowsPerFile !== null && format !== 'zip') throw onlyOfArchives();
  const { idempotencyKey, actor } = caller;
  const task: NewExport = {
    kind: 'export',
    ...ownerOf(caller),
    language,
    timeZone,
    type,
    params,
    format,
    fileName,
    columns,
    rowsPerFile,
    manifest,
    ...limitsOf(executor),
  };
  const idempotency =
    idempotencyKey === null ? null : { key: idempotencyKey, body: bodyHash(request) };
  if (!areLong(params)) return registerTask(task, services, { actor, idempotency });
  const taskId = services.tasks.newTaskId(caller.owner);
  const key = paramsKey(taskId);
  return storedWithTask({ key, taskId, services }, async () => {
    const stored = { ...task, ...(await storeParams(key, params, services.store)) };
    return registerTask(stored, services, { actor, taskId, idempotency });
  });
}

const onlyOfArchives = (): AppError =>
  new AppError('invalid_params', {
    errors: [{ path: 'rowsPerFile', message: 'must stand beside "format": "zip"' }],
  });

function refuseUnknown(keys: readonly string[], { columns }: ExportExecutor): void {
  const known = columns.map(({ key }) => key);
  const errors = keys.flatMap((key, index) =>
    known.includes(key)
      ? []
      : [{ path: `columns.${index}`, message: `must be one of ${known.join(', ')}` }],
  );
  if (errors.length > 0) throw new AppError('invalid_params', { errors });
}
