/** Tasks of every owner that a filter finds, read page after page. */
import { ClientError } from '@longshore/client';
import { isLive, type LedgerRecord, type TaskList } from '@longshore/contract/browser';
import { useCallback, useEffect, useState } from 'react';
import type { TaskFilterQuery } from './task-filters.js';
import { useOperatorClient, usePace } from './use-asked.js';

const SIZE = 50;

interface Found {
  readonly key: string;
  readonly items: readonly LedgerRecord[] | undefined;
  /** Records that were looked at for them. */
  readonly looked: number;
  readonly nextCursor: string | null;
  readonly error: ClientError | null;
}

const nothing = (key: string): Found => ({
  key,
  items: undefined,
  looked: 0,
  nextCursor: null,
  error: null,
});

export function useSearchedTasks(filter: TaskFilterQuery) {
  const client = useOperatorClient();
  const key = JSON.stringify(filter);
  const [found, setFound] = useState<Found>(() => nothing(key));
  const [wanted, setWanted] = useState({ key, cursor: '', round: 0 });
  const [isFetching, setFetching] = useState(true);
  const cursor = wanted.key === key ? wanted.cursor : '';

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is what refetch counts up to ask again
  useEffect(() => {
    const stop = new AbortController();
    setFetching(true);
    const asked = JSON.parse(key) as TaskFilterQuery; // written above
    client
      .searchTasks({ ...asked, limit: SIZE, ...(cursor && { cursor }) }, { signal: stop.signal })
      .then(
        (page) => setFound((before) => (cursor === '' ? first(key, page) : appended(before, page))),
        (error: unknown) => {
          if (stop.signal.aborted) return;
          if (!(error instanceof ClientError)) throw error;
          setFound((before) => ({ ...(before.key === key ? before : nothing(key)), error }));
        },
      )
      .finally(() => stop.signal.aborted || setFetching(false));
    return () => stop.abort();
  }, [client, key, cursor, wanted.round]);

  const { nextCursor } = found;
  const more = useCallback(
    () => setWanted(({ round }) => ({ key, cursor: nextCursor ?? '', round })),
    [key, nextCursor],
  );
  const refetch = useCallback(
    () => setWanted(({ round }) => ({ key, cursor: '', round: round + 1 })),
    [key],
  );
  const shown = found.key === key ? found : nothing(key);
  // further pages would be lost by a read of the first one
  usePace(cursor === '' && shown.items?.some(({ phase }) => isLive(phase)) === true, refetch);
  return { ...shown, hasMore: shown.nextCursor !== null, isFetching, more, refetch };
}

const first = (key: string, { items, looked, nextCursor }: TaskList): Found => ({
  key,
  items,
  looked,
  nextCursor,
  error: null,
});

const appended = (before: Found, { items, looked, nextCursor }: TaskList): Found => ({
  ...before,
  items: [...(before.items ?? []), ...items],
  looked: before.looked + looked,
  nextCursor,
  error: null,
});
