/**
 * Registers a batch, for HTTP and for code: parameters are checked before anything is registered.
 */
import { AppError, RegisterBatchIn } from '@longshore/contract';
import { limitsOf } from '@longshore/executors';
import { bodyHash } from '@longshore/tasks';
import { parseInput } from '../http/parse-input.js';
import type { CentreServices } from '../services.js';
import { ownerOf, type Registered, type Registrant, registerTask } from './register-task.js';
import { startedBy } from './started-by.js';

/** Throws AppError invalid_params, unknown_type or redis_unavailable. */
export async function registerBatch(
  input: unknown,
  caller: Registrant,
  services: CentreServices,
): Promise<Registered> {
  const request = parseInput(RegisterBatchIn, input);
  const { type, params, batchNo = null, only = null } = request;
  const { language = caller.language, timeZone = services.timeZone } = request;
  const executor = await startedBy(caller, { kind: 'batch', type }, services);
  parseInput(executor.params, params, ['params']);
  if (batchNo !== null && executor.source.batchNo === null) refuseBatchNo(type);
  const { idempotencyKey: key, actor } = caller;
  return registerTask(
    {
      kind: 'batch',
      ...ownerOf(caller),
      language,
      timeZone,
      type,
      params,
      batchNo,
      only,
      ...limitsOf(executor),
    },
    services,
    { actor, idempotency: key === null ? null : { key, body: bodyHash(request) } },
  );
}

function refuseBatchNo(type: string): never {
  const errors = [{ path: 'batchNo', message: `records of ${type} have no batch number` }];
  throw new AppError('invalid_params', { errors });
}
