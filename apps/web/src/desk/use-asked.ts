/** Reads of the operators' part: one call of the operators' client, asked again at a pace. */
import { ClientError, currentVisibility } from '@longshore/client';
import { createOperatorClient, type OperatorClient } from '@longshore/client/operator';
import { useLongshore } from '@longshore/client/react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { BASE_PATH } from '../base-path.js';
import type { Read } from '../page-api.js';

export function useOperatorClient(): OperatorClient {
  const { language } = useLongshore();
  return useMemo(() => createOperatorClient({ baseUrl: BASE_PATH, language }), [language]);
}

interface Options {
  readonly signal: AbortSignal;
}

interface Got<Data> {
  readonly key: string | null;
  readonly data: Data | undefined;
  readonly error: ClientError | null;
}

const PACE_MS = 5_000;

/**
 * `key` names what is asked: another one begins anew. `isLive`: it is asked again every few
 * seconds, without a sign of it.
 */
export function useAsked<Data>(
  ask: (client: OperatorClient, options: Options) => Promise<Data>,
  key: string,
  { isLive = false }: { readonly isLive?: boolean } = {},
): Read<Data> {
  const client = useOperatorClient();
  const [got, setGot] = useState<Got<Data>>({ key: null, data: undefined, error: null });
  const [isFetching, setFetching] = useState(true);
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` tells what `ask` asks, `round` counts the times
  useEffect(() => {
    const stop = new AbortController();
    setFetching(true);
    ask(client, { signal: stop.signal })
      .then(
        (data) => setGot({ key, data, error: null }),
        (error: unknown) => {
          if (stop.signal.aborted) return;
          if (!(error instanceof ClientError)) throw error;
          setGot((before) => ({ key, data: before.key === key ? before.data : undefined, error }));
        },
      )
      .finally(() => stop.signal.aborted || setFetching(false));
    return () => stop.abort();
  }, [client, key, round]);

  const refetch = useCallback(() => setRound((before) => before + 1), []);
  usePace(isLive, refetch);
  const isOfKey = got.key === key;
  return {
    data: isOfKey ? got.data : undefined,
    error: isOfKey ? got.error : null,
    isFetching,
    refetch,
  };
}

/**
 * Calls `refetch` every few seconds while the page is in sight; offline too, so that what is shown
 * is called old.
 */
export function usePace(isLive: boolean, refetch: () => void): void {
  useEffect(() => {
    if (!isLive) return;
    const page = currentVisibility();
    const timer = setInterval(() => page.state() !== 'hidden' && refetch(), PACE_MS);
    return () => clearInterval(timer);
  }, [isLive, refetch]);
}
