/**
 * Sends a multipart form and tells how much has left. Browsers: XMLHttpRequest, the only one that
 * knows upload progress.
 * Node: fetch with a stream that is counted on its way out.
 */
import { networkError, readResponse } from './read-response.js';
import { type Connection, headersOf, type RegistrationCallOptions } from './request.js';

/** How much of a file has left this machine. */
export interface UploadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
}

/** Options of a call that sends a file. */
export interface UploadCallOptions extends RegistrationCallOptions {
  readonly onUpload?: ((progress: UploadProgress) => void) | undefined;
}

interface Upload {
  readonly url: string;
  readonly form: FormData;
  /** Of the file; the form's own frame around it is not counted. */
  readonly totalBytes: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials: RequestCredentials;
  readonly fetch: typeof fetch;
}

/**
 * Rejects with ClientError, or with the signal's reason. There is no deadline: an upload takes as
 * long as its line.
 */
export async function upload<Body>(
  connection: Connection,
  path: string,
  form: FormData,
  totalBytes: number,
  options: UploadCallOptions,
): Promise<Body> {
  options.signal?.throwIfAborted();
  const { baseUrl, credentials } = connection;
  const sending = {
    url: baseUrl + path,
    form,
    totalBytes,
    headers: await headersOf(connection, options),
    credentials,
    fetch: connection.fetch ?? fetch,
  };
  const isXhr = connection.fetch === undefined && typeof XMLHttpRequest !== 'undefined';
  return readResponse(await (isXhr ? sendByXhr : sendByFetch)(sending, options));
}

type RawResponse = Parameters<typeof readResponse>[0];

function sendByXhr(
  { url, form, totalBytes, headers, credentials }: Upload,
  { signal, onUpload }: UploadCallOptions,
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    signal?.addEventListener('abort', abort, { once: true });
    xhr.open('POST', url);
    xhr.withCredentials = credentials === 'include';
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = ({ loaded }) =>
      onUpload?.({ sentBytes: Math.min(loaded, totalBytes), totalBytes });
    xhr.onload = () =>
      resolve({
        status: xhr.status,
        body: xhr.responseText,
        retryAfter: xhr.getResponseHeader('retry-after'),
      });
    xhr.onerror = () => reject(networkError(undefined));
    xhr.onabort = () => reject(signal?.reason);
    xhr.onloadend = () => signal?.removeEventListener('abort', abort);
    xhr.send(form);
  });
}

async function sendByFetch(
  { url, form, totalBytes, headers, credentials, fetch: send }: Upload,
  options: UploadCallOptions,
): Promise<RawResponse> {
  const { signal, onUpload } = options;
  const encoded = new Response(form);
  const body = encoded.body?.pipeThrough(
    counted((sentBytes) => onUpload?.({ sentBytes: Math.min(sentBytes, totalBytes), totalBytes })),
  );
  try {
    const response = await send(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': encoded.headers.get('content-type') ?? '' },
      credentials,
      signal: signal ?? null,
      // Node sends a stream only with `duplex`, which the DOM types do not know yet.
      ...({ body, duplex: 'half' } as RequestInit),
    });
    return {
      status: response.status,
      body: await response.text(),
      retryAfter: response.headers.get('retry-after'),
    };
  } catch (error) {
    throw signal?.aborted ? signal.reason : networkError(error);
  }
}

function counted(tell: (sentBytes: number) => void): TransformStream<Uint8Array, Uint8Array> {
  let sentBytes = 0;
  return new TransformStream({
    transform(chunk, out) {
      sentBytes += chunk.byteLength;
      tell(sentBytes);
      out.enqueue(chunk);
    },
  });
}
