/** One task's status, watched at the server's pace while the component is mounted. */
import { STATUS, type TaskResultOut } from '@longshore/contract/browser';
import { useCallback, useEffect, useState } from 'react';
import { ClientError } from '../client-error.js';
import { watchTask } from '../watch-task.js';
import { useLongshore } from './client-context.js';

/** Whether the task is watched. */
export interface UseTaskOptions {
  /** False: nothing is asked. Default true. */
  readonly enabled?: boolean;
}

/** The newest answer about one task, and how the watch stands. */
export interface UseTaskResult {
  readonly data: TaskResultOut | undefined;
  readonly error: ClientError | null;
  /**
   * `pending`: no answer yet. `error`: asking again cannot help, or nothing came yet but errors.
   */
  readonly status: 'pending' | 'success' | 'error';
  readonly isPending: boolean;
  readonly isSuccess: boolean;
  readonly isError: boolean;
  /** The task has not ended and is watched. */
  readonly isRunning: boolean;
  /** Errors in a row; with `data` at hand it shows that it is old. */
  readonly failureCount: number;
  /** Begins the watch anew. */
  readonly refetch: () => void;
}

interface Seen {
  readonly taskId: string | null;
  readonly data: TaskResultOut | undefined;
  readonly error: ClientError | null;
  readonly failureCount: number;
  readonly over: boolean;
}

const unseen = (taskId: string | null): Seen => ({
  taskId,
  data: undefined,
  error: null,
  failureCount: 0,
  over: false,
});

/** Null as id: nothing is asked. The watch ends with the task, or with the component. */
export function useTask(
  taskId: string | null,
  { enabled = true }: UseTaskOptions = {},
): UseTaskResult {
  const { client } = useLongshore();
  const [seen, setSeen] = useState(() => unseen(taskId));
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is what refetch counts up to begin anew
  useEffect(() => {
    if (taskId === null || !enabled) return;
    const stop = new AbortController();
    const note = (change: Partial<Seen>) =>
      stop.signal.aborted ||
      setSeen((before) => ({ ...(before.taskId === taskId ? before : unseen(taskId)), ...change }));
    void follow(note, taskId, stop.signal);
    return () => stop.abort();

    async function follow(tell: typeof note, id: string, signal: AbortSignal): Promise<void> {
      try {
        for await (const event of watchTask(client, { taskId: id }, { signal })) {
          if (event.name === 'answer')
            tell({
              data: event.answer,
              error: null,
              failureCount: 0,
              over: event.answer.status !== STATUS.inProgress,
            });
          else tell({ error: event.error, failureCount: event.failures });
        }
      } catch (error) {
        if (!(error instanceof ClientError)) throw error;
        tell({ error, over: true });
      }
    }
  }, [client, taskId, enabled, round]);

  const refetch = useCallback(() => setRound((before) => before + 1), []);
  return resultOf(seen.taskId === taskId ? seen : unseen(taskId), refetch);
}

function resultOf({ data, error, failureCount, over }: Seen, refetch: () => void): UseTaskResult {
  const status =
    error !== null && (over || data === undefined)
      ? 'error'
      : data === undefined
        ? 'pending'
        : 'success';
  const flags = {
    isPending: status === 'pending',
    isSuccess: status === 'success',
    isError: status === 'error',
  };
  return {
    data,
    error,
    status,
    ...flags,
    isRunning: data !== undefined && !over,
    failureCount,
    refetch,
  };
}
