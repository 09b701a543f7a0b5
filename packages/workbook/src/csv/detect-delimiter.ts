/**
 * The delimiter of a text file: the one that cuts most of its first lines into the same number of
 * fields. Used by readCsv.
 */

/**
 * A first line that tells Excel the delimiter, and that Excel does not show: `sep=;`, or
 * `"sep=;"` by writers that quote each field. Some fill the line with delimiters.
 */
export const DELIMITER_LINE =
  /^(?<quote>"?)sep=(?<delimiter>[^"\r\n])\k<quote>\k<delimiter>*(?:[\r\n]|$)/i;

export interface DetectedDelimiter {
  readonly delimiter: string;
  /** True: another delimiter fits as well, so the person should be told. */
  readonly assumed: boolean;
}

/** In the order in which ties are decided. */
const CANDIDATES = [',', '\t', ';', '|'];
const LINES = 100;
/** Characters of the text that are looked at. */
const SAMPLE_LENGTH = 64 * 1024;
/**
 * A field in quotes, behind the start of a line or a delimiter: elsewhere a quote is a sign like
 * any other (`5" pipe`).
 */
const QUOTED = /(^|[,\t;|\r\n])=?"(?:[^"]+|"")*(?:"|$)/g;
/** Where decimal commas are written, lists are separated by this. */
const OF_DECIMAL_COMMAS = ';';
const DECIMAL_COMMA = /(?<=\d),(?=\d)/g;

/**
 * The most frequent number of fields counts, so lines before the header do no harm. A comma that
 * stands between digits only is a decimal sign where another delimiter fits as well, and where the
 * first line has none: the file has one column. `,` when nothing speaks for another one.
 */
export function detectDelimiter(sample: string): DetectedDelimiter {
  const lines = linesOf(sample.slice(0, SAMPLE_LENGTH));
  const shares = CANDIDATES.map((delimiter) => ({
    delimiter,
    share: consistency(lines, delimiter),
  }));
  const most = Math.max(...shares.map(({ share }) => share));
  if (most === 0) return { delimiter: ',', assumed: false };
  const best = shares.filter(({ share }) => share === most).map(({ delimiter }) => delimiter);
  const [first = ',', ...others] = withoutDecimalCommas(best, lines);
  return { delimiter: first, assumed: others.length > 0 };
}

/** Lines without what stands in quotes; the last one may be cut. */
function linesOf(sample: string): string[] {
  const lines = sample.replace(QUOTED, '$1').split(/\r\n|\n|\r/);
  return (lines.length > 1 ? lines.slice(0, -1) : lines)
    .filter((line) => line !== '')
    .slice(0, LINES);
}

/** The share of lines that hold the delimiter as often as most lines that hold it do. */
function consistency(lines: readonly string[], delimiter: string): number {
  const frequencies = new Map<number, number>();
  for (const line of lines) {
    const count = line.split(delimiter).length - 1;
    if (count > 0) frequencies.set(count, (frequencies.get(count) ?? 0) + 1);
  }
  return Math.max(0, ...frequencies.values()) / lines.length;
}

function withoutDecimalCommas(delimiters: string[], lines: readonly string[]): string[] {
  const others = delimiters.filter((delimiter) => delimiter !== ',');
  const onlyDecimal = lines.every((line) => !line.replace(DECIMAL_COMMA, '').includes(','));
  if (!onlyDecimal || !delimiters.includes(',')) return delimiters;
  if (others.length > 0) return others;
  return lines[0]?.includes(',') === true ? delimiters : [OF_DECIMAL_COMMAS];
}
