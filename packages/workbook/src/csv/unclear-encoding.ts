/**
 * The question to a person whose text file may have several encodings: each reading of the lines
 * that differ. Thrown by detectEncoding.
 */
import { type EncodingCandidate, WorkbookError } from '../workbook-error.js';
import { linesBeyondAscii } from './lines-beyond-ascii.js';
import { textDecoder } from './text-decoder.js';
import { TEXT_ENCODINGS } from './text-encodings.js';

const [MOST_CANDIDATES, MOST_LINES, LINE_LENGTH] = [5, 3, 80] as const;
/** Lines that are compared. */
const LINES_READ = 200;
/** Controls, characters for private use, unassigned ones: the encoding cannot be the right one. */
const NEVER = /(?!\t)\p{Cc}|[\ufffd\p{Co}\p{Cn}]/u;

/** An encoding's reading of each line. */
interface Reading {
  readonly encoding: string;
  readonly lines: readonly string[];
}

/** Encodings to show before all others, the best first; one that is no choice is left out. */
interface Likely {
  /** By the person's languages. */
  readonly suggested: readonly string[];
  /** By detectors: their reading counts, not the name that they give it. */
  readonly detected: readonly string[];
}

export function unclearEncoding(evidence: Buffer, likely: Likely): WorkbookError {
  const candidates = candidatesOf(evidence, likely);
  const shown = candidates.map(({ encoding, sample }) => `${encoding} (${sample[0]})`).join(', ');
  return new WorkbookError({
    code: 'encoding_unclear',
    message: `The encoding of the file is not clear; say which one it is: ${shown}. Or save the file as "CSV UTF-8".`,
    values: { candidates },
  });
}

function candidatesOf(evidence: Buffer, { suggested, detected }: Likely): EncodingCandidate[] {
  const lines = first(linesBeyondAscii(evidence), LINES_READ);
  const readingsOf = (encodings: readonly string[]): Reading[] =>
    encodings.filter(isChoice).flatMap((encoding) => reading(lines, encoding));
  const named = byText(readingsOf([...suggested, ...TEXT_ENCODINGS]));
  const ordered = byText(readingsOf([...suggested, ...detected, ...TEXT_ENCODINGS]));
  const readings = [...ordered.keys()]
    .flatMap((text) => named.get(text) ?? [])
    .slice(0, MOST_CANDIDATES);
  const shown = differingLines(readings);
  return readings.map((one) => ({
    encoding: one.encoding,
    sample: shown.map((index) => (one.lines[index] ?? '').slice(0, LINE_LENGTH)),
  }));
}

const isChoice = (encoding: string): boolean =>
  !encoding.startsWith('utf-') && TEXT_ENCODINGS.some((choice) => choice === encoding);

function first<T>(items: Iterable<T>, count: number): T[] {
  const found: T[] = [];
  for (const item of items) {
    found.push(item);
    if (found.length === count) break;
  }
  return found;
}

function reading(lines: readonly Buffer[], encoding: string): Reading[] {
  try {
    const texts = lines.map((line) => textDecoder(encoding, true).decode(line));
    return texts.some((text) => NEVER.test(text)) ? [] : [{ encoding, lines: texts }];
  } catch {
    return []; // the bytes are not valid in this encoding
  }
}

/** Two names of one reading are one choice: the first. */
function byText(readings: readonly Reading[]): Map<string, Reading> {
  const found = new Map<string, Reading>();
  for (const one of readings) {
    const text = one.lines.join('\n');
    if (!found.has(text)) found.set(text, one);
  }
  return found;
}

/** Indexes of the lines with the most readings, in the order of the file. */
function differingLines(readings: readonly Reading[]): number[] {
  const indexes = [...(readings[0]?.lines.keys() ?? [])];
  const count = (index: number): number => new Set(readings.map(({ lines }) => lines[index])).size;
  return indexes
    .map((index) => ({ index, count: count(index) }))
    .sort((a, b) => b.count - a.count || a.index - b.index)
    .slice(0, MOST_LINES)
    .map(({ index }) => index)
    .sort((a, b) => a - b);
}
