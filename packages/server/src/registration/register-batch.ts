/**
 * Registers a batch, for HTTP and for code: parameters are checked before anything is registered.
 */
import { AppError, RegisterBatchIn } from '@longshore/contract';
import { bodyHash } from '@longshore/tasks';
import { parseInput } from '../http/parse-input.js';
import type { CentreServices } from '../services.js';
import { limitsOf, type Registered, registerTask, type TaskCaller } from './register-task.js';

/** Throws AppError invalid_params, unknown_type or redis_unavailable. */
export async function registerBatch(
  input: unknown,
  caller: TaskCaller,
  services: CentreServices,
): Promise<Registered> {
  const request = parseInput(RegisterBatchIn, input);
  const { type, params, batchNo = null, only = null } = request;
  const { language = caller.language, timeZone = services.timeZone } = request;
  const executor = services.business.find('batch', type);
  if (executor === undefined)
    throw new AppError('unknown_type', { values: { kind: 'batch', type } });
  parseInput(executor.params, params, ['params']);
  if (batchNo !== null && executor.source.batchNo === null) refuseBatchNo(type);
  const { idempotencyKey: key, owner } = caller;
  return registerTask(
    {
      kind: 'batch',
      owner,
      language,
      timeZone,
      type,
      params,
      batchNo,
      only,
      ...limitsOf(executor),
    },
    services,
    { idempotency: key === null ? null : { key, body: bodyHash(request) } },
  );
}

function refuseBatchNo(type: string): never {
  const errors = [{ path: 'batchNo', message: `records of ${type} have no batch number` }];
  throw new AppError('invalid_params', { errors });
}
