/** Retryable calls as answers. */
import type { RetryOut, RetryStory } from '@longshore/contract';
import type { EndedAttempt, StoredCall } from '@longshore/database';
import type { RetryableExecutor } from '@longshore/executors';

/** `executor`: undefined where this process knows no retryable of the call's name. */
export function retryAnswer(
  { params, recordedAt, startedAt, endedAt, dueAt, ...call }: StoredCall,
  executor: RetryableExecutor | undefined,
): RetryOut {
  const shown = executor?.params.masked(params);
  return {
    ...call,
    // the params of a retryable are an object
    params: shown === undefined ? null : (shown as RetryOut['params']),
    recordedAt: iso(recordedAt),
    startedAt: isoOrNull(startedAt),
    endedAt: isoOrNull(endedAt),
    dueAt: isoOrNull(dueAt),
  };
}

export const attemptAnswer = ({
  startedAt,
  endedAt,
  ...attempt
}: EndedAttempt): RetryStory['attempts'][number] => ({
  ...attempt,
  startedAt: iso(startedAt),
  endedAt: iso(endedAt),
});

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));
