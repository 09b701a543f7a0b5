/** Why a run was told to stop. Used by run-attempt.ts and by the helpers of a batch. */
import { FencedError } from '@longshore/database';
import { AttemptStop } from '@longshore/tasks';

/** By its signal, or by the database's fence; null: the run failed by itself. */
export function stopReason(signal: AbortSignal, error: unknown): string | null {
  if (signal.aborted)
    return signal.reason instanceof AttemptStop ? signal.reason.reason : String(signal.reason);
  return error instanceof FencedError ? 'superseded' : null;
}
