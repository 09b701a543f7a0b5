/**
 * Calls of a minute, summed over all processes of the fleet. Used by create-task-store.ts; the API
 * counts in its own memory and adds its counts here from time to time.
 */
import { bucketOfOwner, callsKey } from './keys.js';
import { replyList } from './scripts.js';
import type { StoreContext } from './store-context.js';

/** Calls of one caller: an owner, an address. */
interface CallerCalls {
  readonly caller: string;
  readonly calls: number;
}

/** The count of one caller over the fleet, after calls were added. */
interface CallerTotal {
  readonly total: number;
  /** Until the minute of this count is over. */
  readonly remainingMs: number;
}

/**
 * Adds calls of one kind (`limit`) and gives the totals by caller; one round trip for each bucket
 * that has a caller.
 */
export type CountCalls = (
  limit: string,
  calls: readonly CallerCalls[],
) => Promise<ReadonlyMap<string, CallerTotal>>;

export function callCounts({ run }: StoreContext): CountCalls {
  return async (limit, calls) => {
    const totals = new Map<string, CallerTotal>();
    await Promise.all(byBucket(calls).map(addBucket));
    return totals;

    async function addBucket(bucket: readonly CallerCalls[]): Promise<void> {
      const keys = bucket.map(({ caller }) => callsKey(limit, caller));
      const counts = bucket.map((own) => own.calls);
      const numbers = replyList(await run('count-calls', keys, counts)).map(Number);
      for (const [i, { caller, calls: own }] of bucket.entries()) {
        const [total = own, remainingMs = 0] = numbers.slice(2 * i);
        totals.set(caller, { total, remainingMs });
      }
    }
  };
}

function byBucket(calls: readonly CallerCalls[]): CallerCalls[][] {
  const buckets = new Map<number, CallerCalls[]>();
  for (const own of calls) {
    const bucket = bucketOfOwner(own.caller);
    const others = buckets.get(bucket);
    if (others === undefined) buckets.set(bucket, [own]);
    else others.push(own);
  }
  return [...buckets.values()];
}
