/** How a record was left, and the flag that stands for that state in the table. */
import type { BatchFlags, RecordOutcome } from '@longshore/database';

export type RecordState = Exclude<RecordOutcome['state'], 'waiting'>;

/** Null: the table has no such flag. */
export const flagOf = (state: RecordState, flags: BatchFlags): string | null => {
  const flag = flags[state];
  return flag === null ? null : String(flag);
};
