/**
 * Registers an export, for HTTP and for code: parameters are checked before anything is registered.
 */
import { AppError, RegisterExportIn } from '@longshore/contract';
import { parseInput } from '../http/parse-input.js';
import type { CentreServices } from '../services.js';
import { limitsOf, type Registered, registerTask, type TaskCaller } from './register-task.js';

/** Throws AppError invalid_params, unknown_type or redis_unavailable. */
export async function registerExport(
  input: unknown,
  caller: TaskCaller,
  services: CentreServices,
): Promise<Registered> {
  const {
    type,
    params,
    format,
    fileName = null,
    language = caller.language,
    timeZone = services.timeZone,
  } = parseInput(RegisterExportIn, input);
  const executor = services.business.find('export', type);
  if (executor === undefined)
    throw new AppError('unknown_type', { values: { kind: 'export', type } });
  parseInput(executor.params, params, ['params']);
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
  );
}
