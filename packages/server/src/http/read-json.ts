/**
 * The JSON body of a call, on plain node:http so that polls need no framework. UTF-8, not
 * compressed, an object or a list.
 */
import type { IncomingMessage } from 'node:http';
import { AppError } from '@longshore/contract';
import { hasBody } from './slow-bodies.js';

const MAX_BYTES = 256 * 1_024;
/** Of a registration: 100,000 ids. */
export const LONG_BODY_BYTES = 4 * 1_024 ** 2;

/**
 * Undefined: there is no body. Throws AppError unsupported_media_type, payload_too_large or
 * invalid_request.
 */
export async function readJson(req: IncomingMessage, maxBytes = MAX_BYTES): Promise<unknown> {
  if (!hasBody(req)) return undefined;
  refuseOtherForms(req);
  const text = utf8.decode(await readBytes(req, maxBytes));
  return text === '' ? undefined : parse(text);
}

const utf8 = new TextDecoder();

function refuseOtherForms({ headers }: IncomingMessage): void {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  if (type.trim() !== 'application/json') throw unsupported('application/json');
  const isUtf8 = parameters.every(
    (parameter) => !/^\s*charset=/.test(parameter) || /=\s*"?utf-?8"?\s*$/.test(parameter),
  );
  if (!isUtf8 || (headers['content-encoding'] ?? 'identity') !== 'identity')
    throw unsupported('JSON in UTF-8');
}

const unsupported = (expected: string) =>
  new AppError('unsupported_media_type', { values: { expected } });
const unreadable = (reason: string, cause?: unknown) =>
  new AppError('invalid_request', { values: { reason }, cause });

/**
 * What is too large is read to its end and dropped: a sender that is cut off would not hear why.
 */
function readBytes(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    req.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    req.once('end', () => {
      if (sizeBytes > maxBytes) reject(new AppError('payload_too_large', { values: { maxBytes } }));
      else
        resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    });
    req.once('error', (cause) => reject(unreadable('the body broke off', cause)));
  });
}

function parse(text: string): unknown {
  const value = parseText(text);
  if (typeof value !== 'object' || value === null)
    throw unreadable('the body is not a JSON object');
  return value;
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable('the body is not JSON', cause);
  }
}
