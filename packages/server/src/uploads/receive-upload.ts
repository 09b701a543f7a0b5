/**
 * Reads a multipart form whose fields come before its one file, and hands the file on as a stream;
 * nothing is held in memory.
 * Whatever goes wrong, the rest of the body is read (up to a bound) before the answer, so that the
 * sender can hear it.
 */
import type { Readable } from 'node:stream';
import { AppError } from '@longshore/contract';
import busboy, { type Busboy, type FileInfo } from 'busboy';
import type { Request } from 'express';

interface UploadedFile {
  /** Name as the person's computer has it, without folders, shortened. */
  readonly name: string;
  readonly stream: Readable;
}

type Fields = Readonly<Record<string, string>>;
type Take<T> = (fields: Fields, file: UploadedFile) => Promise<T>;

const MAX_FIELD_BYTES = 64 * 1024;
const MAX_FIELDS = 8;
/** Room for the form's own lines around a file of the greatest size. */
const FORM_BYTES = 256 * 1024;
const MAX_NAME_BYTES = 120;

/**
 * Calls `take` once the file begins; resolves with its result when the whole form was read. Throws
 * AppError, or what `take` throws.
 */
export async function receiveUpload<T>(req: Request, maxBytes: number, take: Take<T>): Promise<T> {
  try {
    if (!req.is('multipart/form-data'))
      throw new AppError('unsupported_media_type', { values: { expected: 'multipart/form-data' } });
    if (Number(req.get('content-length') ?? 0) > maxBytes + FORM_BYTES) throw tooLarge(maxBytes);
    return await readForm(req, maxBytes, take);
  } catch (error) {
    await drain(req, maxBytes);
    throw error;
  }
}

const tooLarge = (maxBytes: number) => new AppError('payload_too_large', { values: { maxBytes } });
const malformed = (reason: string, cause?: unknown) =>
  new AppError('invalid_request', { values: { reason }, cause });

async function readForm<T>(req: Request, maxBytes: number, take: Take<T>): Promise<T> {
  const form = createForm(req, maxBytes);
  const fields: Record<string, string> = Object.create(null);
  let taken: Promise<T> | null = null;
  let refusal: Error | null = null;
  const isOurs = (error: unknown) => error instanceof AppError || error === refusal;
  const closed = new Promise<void>((resolve, reject) => {
    form.once('close', resolve);
    // busboy emits one error for each malformed part header: one without a listener ends the
    // process.
    form.on('error', (error: unknown) =>
      reject(isOurs(error) ? error : malformed('the form is malformed', error)),
    );
  });

  form.on('field', (name, value, { valueTruncated }) => {
    if (taken !== null) form.destroy(malformed(`the field "${name}" stands after the file`));
    if (valueTruncated) form.destroy(malformed(`the field "${name}" is too long`));
    fields[name] = value;
  });
  form.on('file', (name, stream, info) => {
    // whoever reads it hears the error; a form that broke off is told by the form
    stream.on('error', () => {});
    stream.once('limit', () => stream.destroy(tooLarge(maxBytes)));
    taken = takeFile(name, stream, info);
    taken.catch((error: unknown) => {
      refusal = error instanceof Error ? error : new Error(String(error));
      form.destroy(refusal);
    });
  });
  for (const limit of ['filesLimit', 'fieldsLimit'] as const) {
    form.once(limit, () =>
      form.destroy(
        malformed(limit === 'filesLimit' ? 'it has more than one file' : 'it has too many fields'),
      ),
    );
  }
  req.once('close', () => req.complete || form.destroy(new AppError('upload_broken')));
  req.pipe(form);

  async function takeFile(name: string, stream: Readable, { filename }: FileInfo): Promise<T> {
    if (name !== 'file') throw new AppError('file_required');
    try {
      return await take(fields, { name: shortName(filename ?? 'upload'), stream });
    } finally {
      stream.resume(); // what was not wanted is read and dropped
    }
  }

  try {
    await closed;
    return await (taken ?? Promise.reject(new AppError('file_required')));
  } finally {
    // A form ends with the first error, its own or that of the file; what the file began is undone
    // before the answer.
    await Promise.allSettled([taken]);
    req.unpipe(form);
  }
}

function createForm(req: Request, maxBytes: number): Busboy {
  try {
    return busboy({
      headers: req.headers,
      defParamCharset: 'utf8',
      limits: { fileSize: maxBytes, files: 1, fields: MAX_FIELDS, fieldSize: MAX_FIELD_BYTES },
    });
  } catch (cause) {
    throw malformed('the form has no boundary', cause);
  }
}

/**
 * The name goes into answers and file names: what is longer than that is cut in the middle of the
 * name, not of its ending.
 */
function shortName(name: string): string {
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? '';
  let base = [...name.slice(0, name.length - ending.length)];
  while (Buffer.byteLength(base.join('')) > MAX_NAME_BYTES) base = base.slice(0, -1);
  return base.join('') + ending;
}

/**
 * Reads and drops the rest of the body: a sender that is cut off would not hear why. Far past the
 * limit it stops, and the connection closes.
 */
async function drain(req: Request, maxBytes: number): Promise<void> {
  if (req.readableEnded || req.destroyed) return;
  let left = 2 * maxBytes + FORM_BYTES;
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
