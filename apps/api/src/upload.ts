/**
 * Reads a multipart form whose fields come before its one file, and hands the file on as a stream; nothing is held in memory.
 * Whatever goes wrong, the rest of the body is read (up to the limit) before the answer, so that the sender can hear it.
 */
import type { Readable } from 'node:stream';
import { AppError } from '@longshore/contract';
import busboy from 'busboy';
import type { Request } from 'express';

export interface UploadedFile {
  /** Name as the person's computer has it, without folders. */
  readonly name: string;
  readonly stream: Readable;
}

const MAX_FIELD_BYTES = 64 * 1024;
const MAX_FIELDS = 8;
/** Room for the form's own lines around a file of the greatest size. */
const FORM_BYTES = 256 * 1024;

/** Calls `take` with the fields once the file begins; its result is the upload's. Throws AppError, or what `take` throws. */
export async function receiveUpload<T>(
  req: Request,
  maxBytes: number,
  take: (fields: Readonly<Record<string, string>>, file: UploadedFile) => Promise<T>,
): Promise<T> {
  refuseOtherTypes(req);
  try {
    if (Number(req.get('content-length') ?? 0) > maxBytes + FORM_BYTES) throw tooLarge(maxBytes);
    return await readForm(req, maxBytes, take);
  } catch (error) {
    await drain(req, maxBytes);
    throw error;
  }
}

const tooLarge = (maxBytes: number) => new AppError('payload_too_large', { values: { maxBytes } });

function refuseOtherTypes(req: Request): void {
  if (!req.is('multipart/form-data')) throw new AppError('unsupported_media_type', { values: { expected: 'multipart/form-data' } });
}

function readForm<T>(
  req: Request,
  maxBytes: number,
  take: (fields: Readonly<Record<string, string>>, file: UploadedFile) => Promise<T>,
): Promise<T> {
  const { promise, resolve, reject } = deferred<T>();
  const form = busboy({
    headers: req.headers,
    defParamCharset: 'utf8',
    limits: { fileSize: maxBytes, files: 1, fields: MAX_FIELDS, fieldSize: MAX_FIELD_BYTES },
  });
  const fields: Record<string, string> = Object.create(null);
  let taken: Promise<T> | null = null;

  form.on('field', (name, value) => {
    fields[name] = value;
  });
  form.on('file', (name, stream, { filename }) => {
    if (name !== 'file') return void form.destroy(new AppError('file_required'));
    stream.once('limit', () => stream.destroy(tooLarge(maxBytes)));
    taken = take(fields, { name: filename ?? 'upload', stream });
    taken.catch((error: unknown) => reject(stream.errored ?? error));
  });
  form.once('error', (error: unknown) => reject(error instanceof AppError ? error : malformed(error)));
  form.once('close', () => (taken === null ? reject(new AppError('file_required')) : taken.then(resolve, () => {})));
  req.once('close', () => req.complete || form.destroy(new AppError('upload_broken')));
  req.pipe(form);
  return promise.finally(() => req.unpipe(form));
}

const malformed = (cause: unknown) => new AppError('invalid_request', { values: { reason: 'the form is malformed' }, cause });

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Reads and drops the rest of the body; past the limit it stops, and the connection closes with the answer. */
async function drain(req: Request, maxBytes: number): Promise<void> {
  if (req.readableEnded || req.destroyed) return;
  let left = maxBytes + FORM_BYTES;
  await new Promise<void>((resolve) => {
    for (const event of ['end', 'close', 'error']) req.once(event, () => resolve());
    req.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left >= 0) return;
      req.res?.set('Connection', 'close');
      req.pause();
      resolve();
    });
    req.resume();
  });
}
