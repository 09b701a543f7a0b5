/**
 * Registers an export, for HTTP and for code: parameters are checked before anything is registered.
 */
import { AppError, RegisterExportIn } from '@longshore/contract';
import { type ExportExecutor, limitsOf } from '@longshore/executors';
import { bodyHash } from '@longshore/tasks';
import { parseInput } from '../http/parse-input.js';
import type { CentreServices } from '../services.js';
import { ownerOf, type Registered, type Registrant, registerTask } from './register-task.js';
import { startedBy } from './started-by.js';

/** Throws AppError invalid_params, unknown_type or redis_unavailable. */
export async function registerExport(
  input: unknown,
  caller: Registrant,
  services: CentreServices,
): Promise<Registered> {
  const request = parseInput(RegisterExportIn, input);
  const { type, params, format, fileName = null, columns = null } = request;
  const { language = caller.language, timeZone = services.timeZone } = request;
  const executor = await startedBy(caller, { kind: 'export', type }, services);
  parseInput(executor.params, params, ['params']);
  refuseUnknown(columns ?? [], executor);
  const { idempotencyKey: key, actor } = caller;
  return registerTask(
    {
      kind: 'export',
      ...ownerOf(caller),
      language,
      timeZone,
      type,
      params,
      format,
      fileName,
      columns,
      ...limitsOf(executor),
    },
    services,
    { actor, idempotency: key === null ? null : { key, body: bodyHash(request) } },
  );
}

function refuseUnknown(keys: readonly string[], { columns }: ExportExecutor): void {
  const known = columns.map(({ key }) => key);
  const errors = keys.flatMap((key, index) =>
    known.includes(key)
      ? []
      : [{ path: `columns.${index}`, message: `must be one of ${known.join(', ')}` }],
  );
  if (errors.length > 0) throw new AppError('invalid_params', { errors });
}
