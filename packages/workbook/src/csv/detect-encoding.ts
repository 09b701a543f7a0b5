/**
 * The encoding of a text file: proved by its bytes, or suggested by the person's language and
 * confirmed by a detector; else the person is asked. Used by readCsv.
 */
import { detectedEncodings } from './detectors.js';
import { type SuggestedEncoding, suggestedEncodings } from './language-encodings.js';
import { linesBeyondAscii } from './lines-beyond-ascii.js';
import { plausibility } from './plausible-text.js';
import { textDecoder } from './text-decoder.js';
import { unclearEncoding } from './unclear-encoding.js';
import { isDamagedUtf8, unicodeEncoding } from './unicode-encoding.js';

export interface DetectedEncoding {
  readonly encoding: string;
  /**
   * `proved` by the bytes; `ascii`: UTF-8, and no byte of the sample could be of another encoding;
   * `suggested` by the person's language, so the person should be told; `told` by the caller.
   */
  readonly found: 'proved' | 'ascii' | 'suggested' | 'told';
}

interface DetectOptions {
  /**
   * See `suggestedEncodings`; none: a file in another encoding than UTF-8 and UTF-16 is unclear.
   */
  readonly languages?: readonly string[] | undefined;
  /** False: more bytes follow, so the last character of the sample may be cut; default true. */
  readonly isWhole?: boolean;
}

/** Bytes that the detectors look at. */
const EVIDENCE_BYTES = 16 * 1024;
/**
 * Detectors that must read the same text: as the person's language writes, or as its neighbours.
 */
const AGREEING = { own: 1, region: 2, none: Number.POSITIVE_INFINITY } as const;

/**
 * `sample`: first bytes of the file, or those from the first beyond ASCII on. Throws WorkbookError
 * `encoding_unclear` with the candidates when neither bytes nor language decide.
 *
 * The rule was measured on short files of names in 15 encodings (`detect-encoding.test.ts`): with
 * the right language no file was read wrong.
 */
export async function detectEncoding(
  sample: Buffer,
  { languages = [], isWhole = true }: DetectOptions = {},
): Promise<DetectedEncoding> {
  const proved = unicodeEncoding(sample, isWhole);
  if (proved !== null)
    return { encoding: proved.encoding, found: proved.proof === 'ascii' ? 'ascii' : 'proved' };
  if (isDamagedUtf8(sample)) return { encoding: 'utf-8', found: 'proved' };
  const evidence = evidenceOf(withoutDosEnd(sample));
  const detected = await detectedEncodings(evidence);
  const texts = detected.map((encoding) => strictText(evidence, encoding));
  const suggested = suggestedEncodings(languages);
  const likely = suggested.find((one) => plausibilityOf(evidence, one) !== 'none');
  if (likely !== undefined) {
    const text = strictText(evidence, likely.encoding);
    const agreeing = texts.filter((other) => other === text).length;
    if (agreeing >= AGREEING[plausibilityOf(evidence, likely)])
      return { encoding: likely.encoding, found: 'suggested' };
  }
  const best = [...(likely === undefined ? [] : [likely]), ...suggested];
  throw unclearEncoding(evidence, {
    suggested: best.map(({ encoding }) => encoding),
    detected,
  });
}

function plausibilityOf(evidence: Buffer, suggested: SuggestedEncoding) {
  const text = strictText(evidence, suggested.encoding);
  return text === null ? 'none' : plausibility(text, suggested);
}

/** Null where the bytes are not valid in the encoding. */
function strictText(bytes: Buffer, encoding: string): string | null {
  try {
    return textDecoder(encoding, true).decode(bytes);
  } catch {
    return null;
  }
}

/** Programs of DOS end a text file with Control-Z. */
const withoutDosEnd = (bytes: Buffer): Buffer =>
  bytes.at(-1) === 0x1a ? bytes.subarray(0, -1) : bytes;

/** A short file as it is; of a longer one the lines beyond ASCII. */
function evidenceOf(sample: Buffer): Buffer {
  if (sample.length <= EVIDENCE_BYTES) return sample;
  const lines: Buffer[] = [];
  let length = 0;
  for (const line of linesBeyondAscii(sample)) {
    lines.push(line.subarray(0, EVIDENCE_BYTES), LINE_END);
    length += line.length;
    if (length >= EVIDENCE_BYTES) break;
  }
  return Buffer.concat(lines);
}

const LINE_END = Buffer.from('\n');
