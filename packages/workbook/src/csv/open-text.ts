/**
 * A text file opened: its encoding, found out or told, and its text in pieces. Used by readers of
 * delimited text, of fixed widths and of JSON lines.
 */
import { type BookSource, openRange } from '../book-source.js';
import { withTurns } from '../event-loop-turns.js';
import type { Notice } from '../notice.js';
import { untilAborted } from '../until-aborted.js';
import { WorkbookError } from '../workbook-error.js';
import { type DetectedEncoding, detectEncoding } from './detect-encoding.js';
import { firstBeyondAscii } from './first-beyond-ascii.js';
import { textDecoder } from './text-decoder.js';

/** How the bytes of a text file become characters. */
export interface TextOptions {
  /** Any label that TextDecoder knows, or `ibm850`; default: found out, see `languages`. */
  readonly encoding?: string;
  /**
   * The person's languages (BCP 47), the best first, as Accept-Language lists them. They suggest
   * the encoding of a file that is neither UTF-8 nor UTF-16; without them the person is asked.
   */
  readonly languages?: readonly string[];
}

interface OpenOptions extends TextOptions {
  /** A control character that delimits cells proves nothing about the encoding. */
  readonly delimiter?: string;
}

export interface OpenText {
  readonly encoding: DetectedEncoding;
  /** Its first characters. */
  readonly sample: string;
  /** From the start each time. Throws WorkbookError `bad_encoding`. */
  pieces(signal?: AbortSignal): AsyncGenerator<string, void, undefined>;
}

const SAMPLE_BYTES = 1024 ** 2;

/** Throws WorkbookError `empty_file`, `bad_options` and `encoding_unclear`. */
export async function openText(source: BookSource, options: OpenOptions): Promise<OpenText> {
  if (source.size === 0)
    throw new WorkbookError({
      code: 'empty_file',
      message: 'The file is empty (0 bytes); choose it again.',
    });
  const bytes = Buffer.from(await source.readRange(0, Math.min(source.size, SAMPLE_BYTES)));
  const encoding = await encodingOf(source, bytes, options);
  return {
    encoding,
    sample: textDecoder(encoding.encoding, false).decode(bytes, { stream: true }),
    pieces: (signal) => decodedPieces(source, encoding, signal),
  };
}

/** `encoding_assumed` { encoding } where no byte proves the encoding. */
export const encodingNotices = ({ encoding, found }: DetectedEncoding): Notice[] =>
  found === 'suggested' ? [{ code: 'encoding_assumed', values: { encoding } }] : [];

async function encodingOf(
  source: BookSource,
  sample: Buffer,
  { encoding, languages, delimiter }: OpenOptions,
): Promise<DetectedEncoding> {
  if (encoding !== undefined) return { encoding, found: 'told' };
  const isWhole = sample.length === source.size;
  const found = await detectEncoding(withCommas(sample, delimiter), { languages, isWhole });
  if (found.found !== 'ascii' || isWhole) return found;
  const start = await firstBeyondAscii(source, sample.length);
  if (start === null) return found;
  const end = Math.min(start + SAMPLE_BYTES, source.size);
  const later = Buffer.from(await source.readRange(start, end));
  const evidence = withCommas(later, delimiter);
  return detectEncoding(evidence, { languages, isWhole: end === source.size });
}

const [COMMA, FIRST_PRINTED] = [0x2c, 0x20] as const;

/** In place of a delimiter that no text holds; no encoding has such a byte inside a character. */
function withCommas(bytes: Buffer, delimiter = ','): Buffer {
  const code = delimiter.charCodeAt(0);
  return code < FIRST_PRINTED
    ? Buffer.from(bytes.map((byte) => (byte === code ? COMMA : byte)))
    : bytes;
}

async function* decodedPieces(
  source: BookSource,
  encoding: DetectedEncoding,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, undefined> {
  const decoder = textDecoder(encoding.encoding, true);
  for await (const piece of withTurns(untilAborted(openRange(source, 0, source.size), signal)))
    yield decoded(() => decoder.decode(piece, { stream: true }), encoding);
  yield decoded(() => decoder.decode(), encoding);
}

function decoded(decode: () => string, { encoding }: DetectedEncoding): string {
  try {
    return decode();
  } catch (cause) {
    const message = `The file holds bytes that are no valid ${encoding}; save it as UTF-8, or say which encoding it has.`;
    throw new WorkbookError({ code: 'bad_encoding', message, cause });
  }
}
