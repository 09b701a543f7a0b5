/**
 * The delimiter of a text file: the one that cuts its first lines into the same number of fields.
 */

const CANDIDATES = [',', '\t', ';', '|'];
const LINES = 20;
/** Characters of the text that are looked at. */
const SAMPLE_LENGTH = 64 * 1024;
/**
 * A field in quotes, behind the start of a line or a delimiter: elsewhere a quote is a sign like
 * any other (`5" pipe`).
 */
const QUOTED = /(^|[,\t;|\r\n])"(?:[^"]+|"")*(?:"|$)/g;

/**
 * A first line that tells Excel the delimiter, and that Excel does not show: `sep=;`, or
 * `"sep=;"` by writers that quote each field. Some fill the line with delimiters.
 */
export const DELIMITER_LINE = /^("?)sep=([^"\r\n])\1\2*(?:[\r\n]|$)/i;

/** `,` when nothing speaks for another one. */
export function detectDelimiter(sample: string): string {
  const lines = linesOf(sample.slice(0, SAMPLE_LENGTH));
  const scored = CANDIDATES.map((delimiter) => ({ delimiter, score: score(lines, delimiter) }));
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).delimiter;
}

/** Lines without what stands in quotes; the last one may be cut. */
function linesOf(sample: string): string[] {
  const lines = sample.replace(QUOTED, '$1').split(/\r\n|\n|\r/);
  return (lines.length > 1 ? lines.slice(0, -1) : lines)
    .filter((line) => line !== '')
    .slice(0, LINES);
}

/** Lines that agree with the first count most, then the number of fields. */
function score(lines: readonly string[], delimiter: string): number {
  const counts = lines.map((line) => line.split(delimiter).length - 1);
  const [first = 0] = counts;
  if (first === 0) return 0;
  return counts.filter((count) => count === first).length / counts.length + first / 1_000;
}
