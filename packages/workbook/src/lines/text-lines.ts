/** The lines of a text file, in pieces of the file. Used by readers of forms of one row a line. */
import type { OpenText } from '../csv/open-text.js';
import { WorkbookError } from '../workbook-error.js';

/** A line without its end; lines count from 1, as an editor counts them. */
export interface TextLine {
  readonly number: number;
  readonly text: string;
}

/** In UTF-16 units. */
const LONGEST_LINE = 1024 ** 2;
const LINE_END = /\r\n|\n|\r/;
/** Control-Z, by which DOS ended text files. */
const DOS_END = '\x1a';

/** Lines that hold more than blanks. Throws WorkbookError `record_too_large`, `bad_encoding`. */
export async function* textLines(text: OpenText, signal?: AbortSignal): AsyncGenerator<TextLine[]> {
  let number = 0;
  let rest = '';
  /** A `\r` at the end of a piece may be the first half of a line end. */
  let half = '';
  const lines = (texts: readonly string[]): TextLine[] =>
    texts.flatMap((one) => {
      number += 1;
      if (one.length > LONGEST_LINE) throw tooLong(number);
      return one.trim() === '' ? [] : [{ number, text: one }];
    });
  for await (const piece of text.pieces(signal)) {
    const whole = half + piece;
    const end = whole.endsWith('\r') ? whole.length - 1 : whole.length;
    half = whole.slice(end);
    const [first = '', ...others] = whole.slice(0, end).split(LINE_END);
    const texts = [rest + first, ...others];
    rest = texts.pop() ?? '';
    yield lines(texts);
    if (rest.length > LONGEST_LINE) throw tooLong(number + 1);
  }
  yield lines([rest.endsWith(DOS_END) ? rest.slice(0, -1) : rest]);
}

const tooLong = (row: number): WorkbookError =>
  new WorkbookError({
    code: 'record_too_large',
    message: `Line ${row} is longer than ${LONGEST_LINE} characters.`,
    place: { row },
  });
