/**
 * The lines of a text file that show its encoding. Used by detectEncoding and its question to the
 * person.
 */

const [LINE_FEED, CARRIAGE_RETURN] = [0x0a, 0x0d] as const;

/**
 * Lines with a byte of 80 or more, without their ends. The bytes 0A and 0D are no part of a longer
 * character in any encoding but UTF-16.
 */
export function* linesBeyondAscii(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; ) {
    const end = endOfLine(bytes, start);
    const line = bytes.subarray(start, end);
    if (line.some((byte) => byte >= 0x80)) yield line;
    start = end + 1;
  }
}

function endOfLine(bytes: Buffer, start: number): number {
  for (let at = start; at < bytes.length; at += 1)
    if (bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN) return at;
  return bytes.length;
}
