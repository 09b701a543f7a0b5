/**
 * HTTP as it is: for tests of statuses, headers and malformed bodies. Whatever else a test asks the
 * API goes through `@longshore/client` (task-calls.ts).
 */

/** Status, headers and body of any answer. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed when it is JSON, else text. */
  readonly body: Body;
}

/** What a raw call sends; `ann` is the owner unless another one is named. */
export interface RawCallOptions {
  readonly owner?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string | FormData;
  readonly method?: string;
}

/** Follows no redirect and throws for no status. */
export async function rawCall<Body>(
  url: string,
  { owner = 'ann', headers = {}, json, body, method }: RawCallOptions = {},
): Promise<Answer<Body>> {
  const sent = json === undefined ? body : JSON.stringify(json);
  const response = await fetch(url, {
    method: method ?? (sent === undefined ? 'GET' : 'POST'),
    headers: {
      'x-owner': owner,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
    redirect: 'manual',
  });
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  // tests state what they expect
  const parsed = (isJson ? JSON.parse(text) : text) as Body;
  return { status: response.status, headers: response.headers, body: parsed };
}
