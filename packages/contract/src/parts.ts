/** The parts that a task centre stands on, each with the error code that says it is away. */
import type { ErrorCode } from './error-codes.js';

/** Error code by part. */
export const PARTS = {
  redis: 'redis_unavailable',
  store: 'store_unavailable',
  database: 'database_unavailable',
} as const satisfies Record<string, ErrorCode>;

/** A part that a task centre stands on. */
export type Part = keyof typeof PARTS;

/** Their names. */
export const PART_NAMES = Object.keys(PARTS) as Part[]; // keys of a literal
