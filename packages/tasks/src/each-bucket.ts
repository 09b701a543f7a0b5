/** Asks or sweeps all buckets at once. */
import { BUCKETS } from './keys.js';

/** A bucket that fails does not stop the others: throws the first error once each had its turn. */
export async function eachBucket(sweep: (bucket: number) => Promise<void>): Promise<void> {
  const buckets = Array.from({ length: BUCKETS }, (_, bucket) => sweep(bucket));
  await Promise.allSettled(buckets);
  await Promise.all(buckets);
}

/** What a script tells in each bucket, as texts. */
export const inEachBucket = async (
  ask: (bucket: number) => Promise<unknown>,
): Promise<string[][]> =>
  (await Promise.all(Array.from({ length: BUCKETS }, (_, bucket) => ask(bucket)))).map((reply) =>
    Array.isArray(reply) ? reply.map(String) : [],
  );

/** A list of names and values by twos. */
export function pairs(list: readonly string[]): [string, string][] {
  const found: [string, string][] = [];
  for (let i = 0; i + 1 < list.length; i += 2) found.push([list[i] ?? '', list[i + 1] ?? '']);
  return found;
}
