/**
 * One JSON call over fetch: headers, deadline, abort, and errors as ClientError. Used by
 * task-client.ts only.
 */
import type { Language } from '@longshore/contract/browser';
import { networkError, readResponse } from './read-response.js';

/** Headers sent with each call, by name. */
export type HeaderValues = Readonly<Record<string, string>>;

export interface Connection {
  /** Origin and path before `/api`, without a slash at its end; empty: the page's own origin. */
  readonly baseUrl: string;
  /** Sent with every call; a function is asked anew each time (a token that is renewed). */
  readonly headers: HeaderValues | (() => HeaderValues | Promise<HeaderValues>);
  readonly language: Language | undefined;
  readonly credentials: RequestCredentials;
  readonly timeoutMs: number;
  /** Undefined: the global one, as it is when the call is sent. */
  readonly fetch: typeof fetch | undefined;
}

/** Options of one call. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Options of a registration. */
export interface RegistrationCallOptions extends CallOptions {
  /**
   * Sent with the same body again, it names the task that it made the first time. Default: none; a
   * button makes one for each click.
   */
  readonly idempotencyKey?: string | undefined;
}

/** Rejects with ClientError, or with the signal's reason when the caller aborts. */
export async function request<Body>(
  connection: Connection,
  path: string,
  options: RegistrationCallOptions & { method?: 'PUT' | 'PATCH'; body?: unknown } = {},
): Promise<Body> {
  const { signal, body, method = 'body' in options ? 'POST' : 'GET' } = options;
  const deadline = AbortSignal.timeout(connection.timeoutMs);
  const send = connection.fetch ?? fetch;
  try {
    const response = await send(connection.baseUrl + path, {
      method,
      headers: {
        ...(await headersOf(connection, options)),
        ...('body' in options ? { 'content-type': 'application/json' } : {}),
      },
      credentials: connection.credentials,
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
      ...('body' in options ? { body: JSON.stringify(body ?? {}) } : {}),
    });
    return readResponse({
      status: response.status,
      body: await response.text(),
      retryAfter: response.headers.get('retry-after'),
    });
  } catch (error) {
    throw translate(error, signal);
  }
}

export async function headersOf(
  { headers, language }: Connection,
  { idempotencyKey }: RegistrationCallOptions,
): Promise<HeaderValues> {
  const own = typeof headers === 'function' ? await headers() : headers;
  return {
    accept: 'application/json',
    ...(language === undefined ? {} : { 'accept-language': acceptLanguage(language) }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    ...own,
  };
}

/** The page's language first, then the browser's: they tell how the person's files are encoded. */
const acceptLanguage = (language: Language): string =>
  [...new Set([language, ...(globalThis.navigator?.languages ?? [])])]
    .map((tag, i) => (i === 0 ? tag : `${tag};q=${Math.max(1, 10 - i) / 10}`))
    .join(', ');

/** fetch rejects with TypeError for a dead network and with a DOMException at the deadline. */
function translate(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  return error instanceof TypeError || error instanceof DOMException ? networkError(error) : error;
}
