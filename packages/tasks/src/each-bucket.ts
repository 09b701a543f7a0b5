/** One round of a sweeper over all buckets; a bucket that fails does not stop the others. */
import { BUCKETS } from './keys.js';

/** Throws the first error once every bucket had its turn. */
export async function eachBucket(sweep: (bucket: number) => Promise<void>): Promise<void> {
  const buckets = Array.from({ length: BUCKETS }, (_, bucket) => sweep(bucket));
  await Promise.allSettled(buckets);
  await Promise.all(buckets);
}
