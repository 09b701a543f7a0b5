/** Task ids: UUID v7 (RFC 9562) whose last six random bits are replaced by the owner's bucket. */
import { stringify, v7 } from 'uuid';
import { BUCKETS, bucketOfOwner } from './keys.js';

const LAST_BYTE = 15;

/** Sorts by time; 68 random bits are left. */
export function newTaskId(owner: string): string {
  const bytes = v7(undefined, new Uint8Array(16));
  const last = bytes[LAST_BYTE] ?? 0;
  bytes[LAST_BYTE] = last - (last % BUCKETS) + bucketOfOwner(owner);
  return stringify(bytes);
}
