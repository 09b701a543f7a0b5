/** What runs records of a batch again: with the params and the batch number that they had. */
import type { BatchRequest } from '@longshore/client';
import type { LedgerRecord } from '@longshore/contract/browser';

/** `keys` null: all that did not succeed, of any run. */
export function againRequest(
  { type, params, batchNo }: Pick<LedgerRecord, 'type' | 'params' | 'batchNo'>,
  keys: readonly string[] | null,
): BatchRequest {
  return {
    type,
    params,
    ...(batchNo !== null && { batchNo }),
    only: keys === null ? 'failed' : { ids: [...keys] },
  };
}
