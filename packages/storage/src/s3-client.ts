/**
 * The minio client with the limits it lacks: an end to silence, and an abort signal. Used by all
 * s3-*.ts.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import { AppError } from '@longshore/contract';
import { Client, type ClientOptions } from 'minio';
import { S3SilenceError, S3StatusError } from './s3-errors.js';
import { RoleCredentials, type S3Role } from './s3-role.js';
import { codeOf } from './store-errors.js';

/** Address, bucket and credentials of an S3 server. */
export interface S3Options {
  /** Origin of the server, `http://minio:9000`. */
  readonly endpoint: string;
  readonly bucket: string;
  /** Of a user; unless there is a `role`. */
  readonly accessKey?: string;
  readonly secretKey?: string;
  /** Of keys that were lent for a time. */
  readonly sessionToken?: string;
  /** The keys are those of a role of AWS. */
  readonly role?: S3Role;
  /** Default `us-east-1`. */
  readonly region?: string;
  /** Origin that browsers use; a signed address is bound to it. Default: `endpoint`. */
  readonly publicEndpoint?: string;
  /** Longest wait for the answer to a small request, all its retries included. Default 1500 ms. */
  readonly timeoutMs?: number;
  /**
   * Longest silence while a part is uploaded, an object is read, or many objects are listed or
   * removed. Default 10 s.
   */
  readonly transferTimeoutMs?: number;
}

/** minio's client, with the call that it keeps for its own. */
export class S3Client extends Client {
  /** Whether the upload is there, whatever a listing says; where the server does not tell, yes. */
  hasUpload(bucket: string, key: string, uploadId: string): Promise<boolean> {
    return this.listParts(bucket, key, uploadId).then(
      () => true,
      (error: unknown) => codeOf(error) !== 'NoSuchUpload',
    );
  }
}

interface S3Limits {
  readonly silenceMs: number;
  readonly signal: AbortSignal;
}

export interface S3 {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly timeoutMs: number;
  readonly transferTimeoutMs: number;
  /**
   * A client whose requests end by these limits. It is a small object: make one for each operation.
   */
  client(limits: S3Limits): S3Client;
  /** Signs addresses for browsers; it makes no requests. */
  readonly signer: Client;
}

type Provider = NonNullable<ClientOptions['credentialsProvider']>;
type Transport = NonNullable<ClientOptions['transport']>;

/** minio repeats these statuses itself, or fails without reading why. */
const LATER = new Set([408, 429, 499, 500, 502, 503, 504, 520]);

/** Throws AppError `internal` when an endpoint is not an origin. */
export function connectS3(options: S3Options): S3 {
  const { bucket, region = 'us-east-1' } = options;
  const server = serverOf(options.endpoint);
  const library = server.useSSL ? https : http;
  // The region is given so that no request is spent on asking for it, and signing works offline.
  const common = { ...keysFor(options), region, retryOptions: { disableRetry: true } };
  const transportAgent = new library.Agent({ keepAlive: true, maxSockets: 128 });
  return {
    endpoint: options.endpoint,
    bucket,
    region,
    timeoutMs: options.timeoutMs ?? 1_500,
    transferTimeoutMs: options.transferTimeoutMs ?? 10_000,
    client: (limits) =>
      new S3Client({ ...common, ...server, transportAgent, transport: limited(library, limits) }),
    signer: new Client({ ...common, ...serverOf(options.publicEndpoint ?? options.endpoint) }),
  };
}

/** The keys of a role are asked for once, for all clients. */
function keysFor({ accessKey, secretKey, sessionToken, role }: S3Options) {
  if (role !== undefined) {
    // minio exports no class to extend, and calls `getCredentials` alone
    const provider = new RoleCredentials(role) as unknown as Provider;
    return { credentialsProvider: provider };
  }
  if (accessKey === undefined || secretKey === undefined)
    throw new AppError('internal', {
      message: 'An S3 store needs accessKey and secretKey, or a role.',
    });
  return { accessKey, secretKey, ...(sessionToken !== undefined && { sessionToken }) };
}

function serverOf(endpoint: string): { endPoint: string; port?: number; useSSL: boolean } {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search !== ''
  ) {
    throw new AppError('internal', {
      message: `"${endpoint}" is not an S3 endpoint: give an origin such as http://127.0.0.1:9000.`,
    });
  }
  const port = url.port === '' ? {} : { port: Number(url.port) };
  return {
    endPoint: url.hostname.replace(/^\[|\]$/g, ''),
    ...port,
    useSSL: url.protocol === 'https:',
  };
}

function limited(library: typeof http | typeof https, { silenceMs, signal }: S3Limits): Transport {
  const request = (
    options: http.RequestOptions,
    answered: (response: http.IncomingMessage) => void,
  ): http.ClientRequest => {
    const sent = library.request({ ...options, timeout: silenceMs, signal });
    sent.on('timeout', () => sent.destroy(new S3SilenceError(silenceMs)));
    sent.on('response', (response) => {
      if (LATER.has(response.statusCode ?? 0)) failAfterBody(sent, response);
      else answered(response);
    });
    return sent;
  };
  // minio calls this one of http.request's overloads only.
  return { request: request as Transport['request'] };
}

/** By 'close', because a body may also break off; minio hears the error as one of the request. */
function failAfterBody(sent: http.ClientRequest, response: http.IncomingMessage): void {
  let body = '';
  response.setEncoding('utf8');
  response.on('data', (text: string) => {
    body += text;
  });
  response.on('error', () => {}); // 'close' follows
  response.on('close', () => sent.emit('error', new S3StatusError(response.statusCode ?? 0, body)));
}
