/**
 * Turns an HTTP answer into the contract's body or a ClientError. Used by plain calls and by
 * uploads.
 */
import type { Problem } from '@longshore/contract/browser';
import { ClientError, type ClientErrorCode } from './client-error.js';

export interface RawResponse {
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | null;
}

/**
 * The body of a 2xx. Throws ClientError for anything else. The caller names the body's type: the
 * contract holds the server to it.
 */
export function readResponse<Body>({ status, body, retryAfter }: RawResponse): Body {
  const parsed = parseJson(body, status);
  if (status >= 200 && status < 300 && parsed !== null) return parsed as Body;
  throw errorOf(parsed, status, retryAfter);
}

export const networkError = (cause: unknown): ClientError =>
  new ClientError('network', 'The server could not be reached.', { status: null, cause });

/** Null when it is no JSON object; a 2xx without one is a wrong address or a proxy's page. */
function parseJson(body: string, status: number): object | null {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' ? parsed : null;
  } catch (cause) {
    if (status >= 200 && status < 300)
      throw new ClientError('bad_answer', 'The server did not answer in JSON.', { status, cause });
    return null;
  }
}

function errorOf(parsed: object | null, status: number, retryAfter: string | null): ClientError {
  // A proxy in between may answer without a problem body: then only the status is known.
  const { code, detail, taskId, errors } = (parsed ?? {}) as Partial<Problem>;
  return new ClientError(
    (code as ClientErrorCode | undefined) ?? 'bad_answer',
    detail ?? `The server answered ${status}.`,
    {
      status,
      retryAfterMs:
        retryAfter === null || Number.isNaN(Number(retryAfter)) ? null : Number(retryAfter) * 1_000,
      taskId: taskId ?? null,
      errors: errors ?? [],
    },
  );
}
