/**
 * Registers an export, for HTTP and for code: parameters are checked before anything is registered.
 */
import { AppError, type Language, RegisterExportIn } from '@longshore/contract';
import { parseInput } from '../http/parse-input.js';
import type { CentreServices } from '../services.js';
import { limitsOf, type Registered, registerTask } from './register-task.js';

/** Throws AppError invalid_params, unknown_type or redis_unavailable. */
export async function registerExport(
  input: unknown,
  { owner, language }: { readonly owner: string; readonly language: Language },
  services: CentreServices,
): Promise<Registered> {
  const { type, params, format, fileName = null } = parseInput(RegisterExportIn, input);
  const executor = services.business.find('export', type);
  if (executor === undefined)
    throw new AppError('unknown_type', { values: { kind: 'export', type } });
  parseInput(executor.params, params, ['params']);
  return registerTask(
    {
      kind: 'export',
      owner,
      language,
      type,
      params,
      format,
      fileName,
      ...limitsOf(executor),
    },
    services,
  );
}
