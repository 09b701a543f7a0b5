/** The calls about retryable calls. Used by operator-client.ts. */
import type {
  RetriesIn,
  RetriesOut,
  RetryList,
  RetryListQuery,
  RetryOut,
  RetryStory,
} from '@longshore/contract/browser';
import { queryOf } from '../connection.js';
import { type CallOptions, type Connection, request } from '../request.js';

/** What an operator sees of retryable calls, and does with them. */
export interface RetryCalls {
  /** Newest first. */
  listRetries(query?: RetryListQuery, options?: CallOptions): Promise<RetryList>;
  /** A retryable call with its attempts that did not succeed. */
  getRetry(id: string, options?: CallOptions): Promise<RetryStory>;
  /** Runs a retryable call again that waits, was refused or given up; all of a filter at once. */
  runRetries(calls: string | RetriesIn, options?: CallOptions): Promise<RetryOut | RetriesOut>;
  /** Ends a retryable call that waits, was refused or given up; all of a filter at once. */
  giveUpRetries(calls: string | RetriesIn, options?: CallOptions): Promise<RetryOut | RetriesOut>;
}

export function retryCalls(connection: Connection): RetryCalls {
  const path = (id: string) => `/api/retries/${encodeURIComponent(id)}`;
  const change = <Body>(calls: string | RetriesIn, act: string, call: CallOptions = {}) =>
    typeof calls === 'string'
      ? request<Body>(connection, `${path(calls)}/${act}`, { ...call, body: {} })
      : request<Body>(connection, `/api/retries/${act}`, { ...call, body: calls });
  return {
    listRetries: (query = {}, call) =>
      request(connection, `/api/retries${queryOf({ ...query })}`, call),
    getRetry: (id, call) => request(connection, path(id), call),
    runRetries: (calls, call) => change(calls, 'run', call),
    giveUpRetries: (calls, call) => change(calls, 'give-up', call),
  };
}
