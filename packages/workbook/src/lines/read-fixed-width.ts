/**
 * Text whose columns stand at fixed characters of each line, as banks and mainframes write it. Used
 * by imports whose type says where its columns stand.
 */
import type { BookSource } from '../book-source.js';
import type { Cell } from '../cell.js';
import { openText, type TextOptions } from '../csv/open-text.js';
import { type LinesBook, linesBook } from './lines-book.js';

/** Where a column stands in each line: characters count from 1, `last` belongs to the column. */
export interface FixedColumn {
  readonly header: string;
  readonly first: number;
  readonly last: number;
}

/** How text of fixed widths is read. */
export interface ReadFixedWidthOptions extends TextOptions {
  readonly columns: readonly FixedColumn[];
  /** Of the one sheet; default "text". */
  readonly sheetName?: string;
}

/**
 * Opens text of fixed widths: cells are text without the blanks around it, or null when blank. A
 * line may end early, in blanks that were cut. Characters are those of the decoded text, however
 * wide they are shown. A line that has moved ends in a cell beyond the header, which is a
 * CellProblem `line_shifted` or `line_too_long`. Throws as readCsv does.
 */
export async function readFixedWidth(
  source: BookSource,
  { columns, sheetName = 'text', ...options }: ReadFixedWidthOptions,
): Promise<LinesBook> {
  const text = await openText(source, options);
  const end = Math.max(0, ...columns.map(({ last }) => last));
  const byBytes = areFilledByBytes(text.sample, end);
  /** A tab stands for several characters. */
  const isShifted = (line: string) => line.includes('\t') || (byBytes && wideCharacters(line) > 0);
  return linesBook({
    text,
    sheetName,
    header: columns.map(({ header }) => header),
    cellsOf: ({ text: line }) => {
      const cells = fixedCells(line, columns, end);
      return isShifted(line) ? [...cells, { problem: 'line_shifted', text: line }] : cells;
    },
  });
}

/** Written around a value: the full-width blank too. */
const PADDING = /^[ \u3000]+|[ \u3000]+$/g;

function fixedCells(line: string, columns: readonly FixedColumn[], end: number): Cell[] {
  const characters = charactersOf(line);
  const cells: Cell[] = columns.map(
    ({ first, last }) => textOf(characters, first - 1, last).replace(PADDING, '') || null,
  );
  const beyond = textOf(characters, end).replace(PADDING, '');
  return beyond === '' ? cells : [...cells, { problem: 'line_too_long', text: beyond }];
}

/** Two UTF-16 units may be one character. */
const charactersOf = (line: string): string | readonly string[] =>
  SURROGATE.test(line) ? [...line] : line;

const SURROGATE = /[\ud800-\udfff]/;

function textOf(characters: string | readonly string[], from: number, to?: number): string {
  const part = characters.slice(from, to);
  return typeof part === 'string' ? part : part.join('');
}

/** East Asian characters of two columns, which old encodings write in two bytes. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/gu;

/**
 * Whether lines were filled up to their length in bytes: then each column behind a wide character
 * has moved. Lines that were filled by characters, or not at all, differ in this sum.
 */
function areFilledByBytes(sample: string, end: number): boolean {
  const lines = sample.split(/\r\n|\n|\r/);
  const whole = (lines.length > 1 ? lines.slice(0, -1) : lines).filter((line) => line !== '');
  const widths = whole.map((line) => [...line].length + wideCharacters(line));
  return widths.every((width) => width === end) && whole.some((line) => wideCharacters(line) > 0);
}

const wideCharacters = (line: string): number => line.match(WIDE)?.length ?? 0;
