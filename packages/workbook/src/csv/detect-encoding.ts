/** The encoding of a text file by its first bytes: a mark, the zeros of UTF-16, valid UTF-8, else Chinese Windows. */
import { isUtf8 } from 'node:buffer';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** gb18030 holds GBK and GB2312. Plain ASCII is UTF-8. */
export function detectEncoding(sample: Buffer): TextEncoding {
  const [first, second] = sample;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const zeros = [0, 1].map((parity) => sample.filter((byte, index) => byte === 0 && index % 2 === parity).length);
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) > sample.length / 8) return odd > even ? 'utf-16le' : 'utf-16be';
  return isUtf8(withoutCutCharacter(sample)) ? 'utf-8' : 'gb18030';
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
