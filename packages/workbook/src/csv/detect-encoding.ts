/**
 * The encoding of a text file by its first bytes: a mark, the zeros of UTF-16, valid UTF-8, then
 * Chinese and Western Windows.
 */
import { isUtf8 } from 'node:buffer';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'windows-1252';

/** gb18030 holds GBK and GB2312. Plain ASCII is UTF-8. */
export function detectEncoding(sample: Buffer): TextEncoding {
  const [first, second] = sample;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const zeros = [0, 1].map(
    (parity) => sample.filter((byte, index) => byte === 0 && index % 2 === parity).length,
  );
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) > sample.length / 8) return odd > even ? 'utf-16le' : 'utf-16be';
  if (isUtf8(withoutCutCharacter(sample))) return 'utf-8';
  return isChinese(sample) ? 'gb18030' : 'windows-1252';
}

/**
 * An accented letter before a space or a comma is no Chinese character; one such place in the
 * sample decides.
 */
function isChinese(sample: Buffer): boolean {
  try {
    new TextDecoder('gb18030', { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** The sample may end inside a character of up to four bytes. */
function withoutCutCharacter(sample: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, sample.length); back += 1) {
    const byte = sample[sample.length - back] ?? 0;
    if (byte >= 0xc0) return sample.subarray(0, sample.length - back);
    if (byte < 0x80) return sample;
  }
  return sample;
}
