/** The owner's tasks, newest first, page by page. */
import type { LedgerRecord, TaskListQuery } from '@longshore/contract/browser';
import { useCallback, useEffect, useState } from 'react';
import { ClientError } from '../client-error.js';
import { useLongshore } from './client-context.js';

/** Which tasks are listed; nothing given: all of the owner. */
export type TaskFilter = Omit<TaskListQuery, 'cursor'>;

/** The pages of tasks read so far, and how to read more. */
export interface UseTaskListResult {
  readonly data: readonly LedgerRecord[] | undefined;
  readonly error: ClientError | null;
  readonly status: 'pending' | 'success' | 'error';
  readonly isPending: boolean;
  readonly isError: boolean;
  readonly isFetching: boolean;
  readonly hasNextPage: boolean;
  readonly fetchNextPage: () => void;
  /** Asks for the first page again; older pages are asked for anew when wanted. */
  readonly refetch: () => void;
}

interface Pages {
  readonly key: string;
  readonly items: readonly LedgerRecord[] | undefined;
  readonly nextCursor: string | null;
  readonly error: ClientError | null;
}

interface Wanted {
  readonly key: string;
  readonly cursor: string | null;
  readonly round: number;
}

/** A change of the filter begins at its first page; what is shown stays until the first answer. */
export function useTaskList(filter: TaskFilter = {}): UseTaskListResult {
  const { client } = useLongshore();
  const key = JSON.stringify(filter);
  const [pages, setPages] = useState<Pages>({
    key,
    items: undefined,
    nextCursor: null,
    error: null,
  });
  const [wanted, setWanted] = useState<Wanted>({ key, cursor: null, round: 0 });
  const [isFetching, setFetching] = useState(true);
  const cursor = wanted.key === key ? wanted.cursor : null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is what refetch counts up to ask again
  useEffect(() => {
    const stop = new AbortController();
    setFetching(true);
    const query = { ...(JSON.parse(key) as TaskFilter), ...(cursor === null ? {} : { cursor }) };
    client
      .listTasks(query, { signal: stop.signal })
      .then(({ items, nextCursor }) => {
        setPages((before) => ({
          key,
          items: cursor === null ? items : [...(before.items ?? []), ...items],
          nextCursor,
          error: null,
        }));
      })
      .catch((error: unknown) => {
        if (stop.signal.aborted) return;
        if (!(error instanceof ClientError)) throw error;
        setPages((before) => ({ ...before, key, error }));
      })
      .finally(() => stop.signal.aborted || setFetching(false));
    return () => stop.abort();
  }, [client, key, cursor, wanted.round]);

  const { items: data, nextCursor, error } = pages;
  const fetchNextPage = useCallback(
    () => setWanted(({ round }) => ({ key, cursor: nextCursor, round })),
    [key, nextCursor],
  );
  const refetch = useCallback(
    () => setWanted(({ round }) => ({ key, cursor: null, round: round + 1 })),
    [key],
  );
  const status = error !== null ? 'error' : data === undefined ? 'pending' : 'success';
  const flags = {
    isPending: status === 'pending',
    isError: status === 'error',
    isFetching,
    hasNextPage: nextCursor !== null,
  };
  return { data, error, status, ...flags, fetchNextPage, refetch };
}
