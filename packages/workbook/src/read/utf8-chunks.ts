/**
 * The bytes of an XML part as UTF-8 without a mark, whatever encoding it has (XML 1.0, 4.3.3 and
 * appendix F).
 */
import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { WorkbookError } from '../workbook-error.js';

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** Enough for the mark and the XML declaration. */
const HEAD_BYTES = 256;

/**
 * Throws WorkbookError `bad_encoding` for an encoding that nobody knows, or bytes that are not
 * valid in it.
 */
export async function* utf8Chunks(
  part: string,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0);
  let decoder: Decoder | null = null;
  for await (const chunk of chunks) {
    if (decoder !== null) yield decoder.decode(chunk);
    else if (head.length + chunk.length < HEAD_BYTES) head = Buffer.concat([head, chunk]);
    else {
      head = Buffer.concat([head, chunk]);
      decoder = decoderOf(part, head);
      yield decoder.decode(withoutMark(head));
      head = Buffer.alloc(0);
    }
  }
  if (decoder === null) {
    decoder = decoderOf(part, head);
    yield decoder.decode(withoutMark(head));
  }
  decoder.end();
}

const withoutMark = (head: Buffer): Buffer =>
  head.subarray(0, 3).equals(UTF8_MARK) ? head.subarray(3) : head;

/** Both throw WorkbookError `bad_encoding`. */
interface Decoder {
  decode(chunk: Buffer): Buffer;
  end(): void;
}

function decoderOf(part: string, head: Buffer): Decoder {
  const encoding = encodingOf(head);
  if (encoding === 'utf-8' || encoding === 'utf8') return new Utf8Check(part);
  const decoder = textDecoder(part, encoding);
  const decode = (chunk: Buffer, stream: boolean): Buffer => {
    try {
      return Buffer.from(decoder.decode(chunk, { stream }));
    } catch (cause) {
      throw badEncoding(part, encoding, cause);
    }
  };
  return { decode: (chunk) => decode(chunk, true), end: () => decode(Buffer.alloc(0), false) };
}

/** Passes UTF-8 through as it is; whole chunks are checked at once, which costs next to nothing. */
class Utf8Check implements Decoder {
  readonly #part: string;
  /** First bytes of a character that the end of the last chunk cut. */
  #cut: Buffer = Buffer.alloc(0);

  constructor(part: string) {
    this.#part = part;
  }

  decode(chunk: Buffer): Buffer {
    const head = this.#cut.length === 0 ? 0 : continuationBytes(chunk);
    const begun = Buffer.concat([this.#cut, chunk.subarray(0, head)]);
    const rest = head === chunk.length ? begun : chunk.subarray(head);
    if (rest !== begun) this.#check(begun);
    const end = rest.length - cutBytes(rest);
    this.#check(rest.subarray(0, end));
    this.#cut = Buffer.from(rest.subarray(end));
    return chunk;
  }

  end(): void {
    this.#check(this.#cut);
  }

  #check(bytes: Buffer): void {
    if (!isUtf8(bytes)) throw badEncoding(this.#part, 'UTF-8');
  }
}

const isContinuation = (byte: number | undefined): boolean =>
  byte !== undefined && (byte & 0xc0) === 0x80;

function continuationBytes(chunk: Buffer): number {
  let count = 0;
  while (count < 3 && isContinuation(chunk[count])) count += 1;
  return count;
}

/** Bytes at the end that begin a character whose rest is missing (RFC 3629, 3). */
function cutBytes(chunk: Buffer): number {
  for (let back = 1; back <= 3 && back <= chunk.length; back += 1) {
    const byte = chunk[chunk.length - back] ?? 0;
    if (isContinuation(byte)) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

function badEncoding(part: string, encoding: string, cause?: unknown): WorkbookError {
  return new WorkbookError({
    code: 'bad_encoding',
    message: `${part} holds bytes that are no valid ${encoding}; save the workbook again.`,
    cause,
  });
}

function encodingOf(head: Buffer): string {
  const [first, second] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  const [, declared = 'utf-8'] =
    /^[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']/.exec(head.toString('latin1', 0, HEAD_BYTES)) ?? [];
  // Whoever could read the declaration so far reads no UTF-16: the declaration was copied from a
  // string in memory.
  return declared.toLowerCase().replace(/^utf-16.*/, 'utf-8');
}

function textDecoder(part: string, encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch (cause) {
    throw new WorkbookError({
      code: 'bad_encoding',
      message: `${part} is in the unknown encoding "${encoding}"; save the workbook again.`,
      cause,
    });
  }
}
