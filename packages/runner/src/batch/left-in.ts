/** How many records of a run no page has ended. Used by run-batch.ts and by the summary. */
import type { BatchState } from '@longshore/database';

export const leftIn = ({ total, succeeded, failed, exceptions }: BatchState): number =>
  Math.max(0, total - succeeded - failed - exceptions);
