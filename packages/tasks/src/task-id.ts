/** Task ids: UUID v7 (RFC 9562) whose last six random bits are replaced by the owner's bucket. */
import { stringify, v7, validate, version } from 'uuid';
import { BUCKETS, bucketOfOwner } from './keys.js';

const LAST_BYTE = 15;

/**
 * When the id was made, in milliseconds since 1970, by the clock of the API that made it; null: it
 * is no task id. RFC 9562, section 5.7: the first 48 bits.
 */
export const idMadeAtMs = (id: string): number | null =>
  validate(id) && version(id) === 7
    ? Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
    : null;

/** Sorts before every id that was made at this time or later, and behind those made before. */
export function lowestIdAt(ms: number): string {
  const time = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}

/** Sorts by time; 68 random bits are left. */
export function newTaskId(owner: string): string {
  const bytes = v7(undefined, new Uint8Array(16));
  const last = bytes[LAST_BYTE] ?? 0;
  bytes[LAST_BYTE] = last - (last % BUCKETS) + bucketOfOwner(owner);
  return stringify(bytes);
}
