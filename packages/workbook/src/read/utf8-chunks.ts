/** The bytes of an XML part as UTF-8 without a mark, whatever encoding it has (XML 1.0, 4.3.3 and appendix F). */
import { TextDecoder } from 'node:util';
import { WorkbookError } from '../workbook-error.js';

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** Enough for the mark and the XML declaration. */
const HEAD_BYTES = 256;

/** Throws WorkbookError `bad_encoding` for an encoding that nobody knows, or bytes that are not valid in it. */
export async function* utf8Chunks(part: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  let decode: ((chunk: Buffer) => Buffer) | null = null;
  for await (const chunk of chunks) {
    if (head === null) yield decode === null ? chunk : decode(chunk);
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length < HEAD_BYTES) continue;
      decode = decoderOf(part, head);
      yield decode === null ? withoutMark(head) : decode(head);
      head = null;
    }
  }
  if (head === null) return;
  decode = decoderOf(part, head);
  yield decode === null ? withoutMark(head) : decode(head);
}

const withoutMark = (head: Buffer): Buffer => (head.subarray(0, 3).equals(UTF8_MARK) ? head.subarray(3) : head);

/** Null: the bytes are UTF-8 already. */
function decoderOf(part: string, head: Buffer): ((chunk: Buffer) => Buffer) | null {
  const encoding = encodingOf(head);
  if (encoding === 'utf-8' || encoding === 'utf8') return null;
  const decoder = textDecoder(part, encoding);
  return (chunk) => {
    try {
      return Buffer.from(decoder.decode(chunk, { stream: true }));
    } catch (cause) {
      throw new WorkbookError({
        code: 'bad_encoding',
        message: `${part} holds bytes that are no valid ${encoding}; save the workbook again.`,
        cause,
      });
    }
  };
}

function encodingOf(head: Buffer): string {
  const [first, second] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  const [, declared = 'utf-8'] = /^[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']/.exec(head.toString('latin1', 0, HEAD_BYTES)) ?? [];
  // Whoever could read the declaration so far reads no UTF-16: the declaration was copied from a string in memory.
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
