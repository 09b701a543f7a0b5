/**
 * Registers an export, for HTTP and for code: parameters are checked before anything is registered.
 */
import { AppError, RegisterExportIn } from '@longshore/contract';
import { bodyHash } from '@longshore/tasks';
import { parseInput } from '../http/parse-input.js';
import type { CentreServices } from '../services.js';
import { limitsOf, type Registered, registerTask, type TaskCaller } from './register-task.js';

/** Throws AppError invalid_params, unknown_type or redis_unavailable. */
export async function registerExport(
  input: unknown,
  caller: TaskCaller,
  services: CentreServices,
): Promise<Registered> {
  const request = parseInput(RegisterExportIn, input);
  const { type, params, format, fileName = null } = request;
  const { language = caller.language, timeZone = services.timeZone } = request;
  const executor = services.business.find('export', type);
  if (executor === undefined)
    throw new AppError('unknown_type', { values: { kind: 'export', type } });
  parseInput(executor.params, params, ['params']);
  const { idempotencyKey: key } = caller;
  return registerTask(
    {
      kind: 'export',
      owner: caller.owner,
      language,
      timeZone,
      type,
      params,
      format,
      fileName,
      ...limitsOf(executor),
    },
    services,
    { idempotency: key === null ? null : { key, body: bodyHash(request) } },
  );
}
