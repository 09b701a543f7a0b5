/**
 * The page's own reads, beside the client's calls: rows of a type, first issues of an import,
 * one task's record, registered types.
 */
import { ClientError, currentVisibility } from '@longshore/client';
import { useLongshore } from '@longshore/client/react';
import type { LedgerRecord, Problem, RowIssue } from '@longshore/contract/browser';
import { useCallback, useEffect, useState } from 'react';
import { BASE_PATH } from './base-path.js';

export type ShownCell = string | number | boolean | null;
export type ShownRow = Readonly<Record<string, ShownCell>>;

export interface RowsPage {
  readonly items: readonly ShownRow[];
  readonly total: number | null;
  /** Rows beyond this are not paged. */
  readonly reachable: number;
}

export interface RowsQuery {
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly offset: number;
  readonly limit: number;
}

export interface Read<Data> {
  /** Kept while a newer answer is on its way. */
  readonly data: Data | undefined;
  readonly error: ClientError | null;
  readonly isFetching: boolean;
  readonly refetch: () => void;
}

/** In the zone of the tasks that the person starts. Null: nothing is read. */
export function useRows(asked: RowsQuery | null): Read<RowsPage> {
  const { timeZone } = useLongshore().client;
  const { type = '', ...query } = asked ?? {};
  return useRead<RowsPage>(asked === null ? null : `/api/types/${type}/rows`, {
    ...query,
    timeZone,
  });
}

export function useFirstIssues(taskId: string | null): Read<{ items: readonly RowIssue[] }> {
  return useRead(taskId === null ? null : `/api/tasks/${encodeURIComponent(taskId)}/first-issues`);
}

/** A task as the ledger keeps it. */
export const useTaskRecord = (taskId: string | null): Read<LedgerRecord> =>
  useRead(taskId === null ? null : `/api/tasks/${encodeURIComponent(taskId)}`);

interface Got<Data> {
  readonly path: string | null;
  readonly data: Data | undefined;
  readonly error: ClientError | null;
}

/**
 * Null as path: nothing is read. With a body it is a POST. A read that failed is tried again when
 * the person returns.
 */
export function useRead<Data>(path: string | null, body?: unknown): Read<Data> {
  const { language } = useLongshore();
  const [got, setGot] = useState<Got<Data>>({ path, data: undefined, error: null });
  const [isFetching, setFetching] = useState(path !== null);
  const [round, setRound] = useState(0);
  const sent = body === undefined ? undefined : JSON.stringify(body);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is what refetch counts up to read again
  useEffect(() => {
    if (path === null) return;
    const stop = new AbortController();
    setFetching(true);
    read<Data>({ path, sent, language, signal: stop.signal })
      .then(
        (data) => setGot({ path, data, error: null }),
        (error: unknown) => {
          if (stop.signal.aborted) return;
          if (!(error instanceof ClientError)) throw error;
          setGot((before) => ({
            path,
            data: before.path === path ? before.data : undefined,
            error,
          }));
        },
      )
      .finally(() => stop.signal.aborted || setFetching(false));
    return () => stop.abort();
  }, [path, sent, language, round]);

  const refetch = useCallback(() => setRound((before) => before + 1), []);
  const hasFailed = got.error !== null;
  useEffect(() => {
    if (!hasFailed) return;
    const page = currentVisibility();
    return page.subscribe(() => page.state() === 'awake' && refetch());
  }, [hasFailed, refetch]);
  return { data: got.path === path ? got.data : undefined, error: got.error, isFetching, refetch };
}

interface ReadCall {
  readonly path: string;
  readonly sent: string | undefined;
  readonly language: string;
  readonly signal: AbortSignal;
}

async function read<Data>({ path, sent, language, signal }: ReadCall): Promise<Data> {
  const headers = {
    'accept-language': language,
    ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const response = await fetch(BASE_PATH + path, {
    headers,
    signal,
    ...(sent === undefined ? {} : { method: 'POST', body: sent }),
  }).catch((cause: unknown) => {
    throw signal.aborted
      ? signal.reason
      : new ClientError('network', 'The server could not be reached.', { status: null, cause });
  });
  const { status } = response;
  const answer: unknown = await response.json().catch((cause: unknown) => {
    throw new ClientError('bad_answer', `The server answered ${status}.`, { status, cause });
  });
  if (response.ok) return answer as Data; // the path says what it is
  const { code, detail, errors } = answer as Problem;
  throw new ClientError(code as ClientError['code'], detail, { status, errors });
}
