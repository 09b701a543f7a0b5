/** Files of a task that ended early are there moments after its end. */
import { isRepeatable, type LedgerRecord } from '@longshore/contract/browser';

/** Between two looks for them. */
export const LOOK_AGAIN_MS = 1_000;
const LONGEST_LATE_MS = 60_000;

/** It ended early, and its files may still be written. */
export const hasJustEnded = ({ phase, finishedAt }: LedgerRecord): boolean =>
  isRepeatable(phase) && Date.now() - Date.parse(finishedAt ?? '') < LONGEST_LATE_MS;
