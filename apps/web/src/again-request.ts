/** What runs records of a batch again: with the params and the batch number that they had. */
import type { BatchRequest } from '@longshore/client';
import type { LedgerRecord } from '@longshore/contract/browser';

/** `keys` null: all that did not succeed, of any run. The ledger keeps all of it as `params`. */
export function againRequest(
  { type, params: asked }: Pick<LedgerRecord, 'type' | 'params'>,
  keys: readonly string[] | null,
): BatchRequest {
  const { batchNo, only: _before, ...params } = asked;
  return {
    type,
    params,
    ...(typeof batchNo === 'string' && { batchNo }),
    only: keys === null ? 'failed' : { ids: [...keys] },
  };
}
