/**
 * Where the API is and how calls reach it, as the options of a client say. Used by task-client.ts
 * and the operators' client.
 */
import type { Language } from '@longshore/contract/browser';
import type { Connection } from './request.js';

/** Where the API is, and how calls identify their owner. */
export interface TaskClientOptions {
  /** Where the API is, before `/api`. Default: the page's own origin. */
  readonly baseUrl?: string;
  readonly headers?: Connection['headers'];
  /** Language of the server's sentences. Default: what the browser asks for. */
  readonly language?: Language;
  /**
   * IANA zone of the tasks: the wall clock of their files and days. Default: in a browser that of
   * the browser, elsewhere that of the task centre.
   */
  readonly timeZone?: string;
  /** `include` sends the session cookie to another origin. Default `same-origin`. */
  readonly credentials?: RequestCredentials;
  /** Deadline of one call, uploads excepted, in milliseconds. Default 15,000. */
  readonly timeoutMs?: number;
  /**
   * How calls are sent. Default: the global `fetch`, and in browsers XMLHttpRequest for uploads,
   * which alone tells how far they are.
   */
  readonly fetch?: typeof fetch;
}

export function connectionOf(options: TaskClientOptions): Connection {
  return {
    baseUrl: (options.baseUrl ?? '').replace(/\/+$/, ''),
    headers: options.headers ?? {},
    language: options.language,
    credentials: options.credentials ?? 'same-origin',
    timeoutMs: options.timeoutMs ?? 15_000,
    fetch: options.fetch,
  };
}

/** Empty when nothing is asked; a value that is undefined is left out. */
export function queryOf(query: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}
