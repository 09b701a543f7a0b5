/**
 * JSON lines to rows, streaming: one object a line, whose names are the header. Used by imports.
 */
import type { BookSource } from '../book-source.js';
import type { Cell } from '../cell.js';
import { type OpenText, openText, type TextOptions } from '../csv/open-text.js';
import { WorkbookError } from '../workbook-error.js';
import { type JsonMember, jsonMembers } from './json-object.js';
import { type LinesBook, linesBook } from './lines-book.js';
import { textLines } from './text-lines.js';

/** How JSON lines are read. */
export interface ReadJsonLinesOptions extends TextOptions {
  /** Of the one sheet; default "json". */
  readonly sheetName?: string;
}

/** An import reads no more. */
const MOST_NAMES = 1_000;

/**
 * Opens JSON lines. The file is read once for all its names, since a line may leave out what it has
 * no value for. Texts, numbers, true and false are cells, null is a blank one. A number that a
 * double does not hold to its last digit is the text of its digits, and in `textColumns` each value
 * is the text that stands in the file. What cannot be one value is a CellProblem: `nested_value`,
 * `repeated_name`, `broken_character`; a line that is no object has only a cell beyond the header,
 * `not_json`. Throws as readCsv does, and `bad_column` beyond 1,000 names.
 */
export async function readJsonLines(
  source: BookSource,
  { sheetName = 'json', ...options }: ReadJsonLinesOptions = {},
): Promise<LinesBook> {
  const text = await openText(source, options);
  const names = await namesOf(text);
  const header = [...names.keys()];
  return linesBook({
    text,
    sheetName,
    header,
    cellsOf: (line, textColumns) => {
      const members = jsonMembers(line.text);
      return members === null
        ? [...header.map(() => null), { problem: 'not_json', text: line.text }]
        : objectCells(members, names, textColumns);
    },
  });
}

/** Every name of the file, in the order in which they come, with its index. */
async function namesOf(text: OpenText): Promise<ReadonlyMap<string, number>> {
  const names = new Map<string, number>();
  for await (const lines of textLines(text))
    for (const line of lines)
      for (const name of namesIn(line.text)) {
        if (names.has(name)) continue;
        if (names.size === MOST_NAMES) throw tooMany(line.number);
        names.set(name, names.size);
      }
  return names;
}

/** JSON.parse is fast, and loses no name. */
function namesIn(line: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.keys(value)
      : [];
  } catch {
    return (jsonMembers(line) ?? []).map(({ name }) => name); // what is nested may be wrong
  }
}

const tooMany = (row: number): WorkbookError =>
  new WorkbookError({
    code: 'bad_column',
    message: `The objects have more than ${MOST_NAMES} different names; line ${row} has the next one.`,
    place: { row },
  });

function objectCells(
  members: readonly JsonMember[],
  names: ReadonlyMap<string, number>,
  textColumns: ReadonlySet<number>,
): Cell[] {
  const cells: Cell[] = Array.from({ length: names.size }, () => null);
  const seen = new Set<string>();
  for (const member of members) {
    const index = names.get(member.name);
    if (index === undefined) continue; // the file has changed since its names were read
    cells[index] = seen.has(member.name)
      ? { problem: 'repeated_name', text: member.value }
      : cellOf(member, textColumns.has(index));
    seen.add(member.name);
  }
  return cells;
}

function cellOf({ kind, value }: JsonMember, isText: boolean): Cell {
  if (kind === 'nested') return { problem: 'nested_value', text: value };
  if (kind === 'text') return HALF.test(value) ? { problem: 'broken_character' } : value;
  if (value === 'null') return null;
  if (isText) return value;
  return kind === 'number' ? numberOf(value) : value === 'true';
}

/** One UTF-16 unit of a character of two: no database holds it. */
const HALF = /\p{Surrogate}/u;

/** So many digits a double keeps. */
const EXACT_DIGITS = 15;
const SMALLEST = 2.3e-308;

/** A double, where it is the number to its last digit; else the text of it. */
function numberOf(written: string): number | string {
  const number = Number(written);
  const digits = written
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+|0+$/g, '');
  const isZero = digits === '';
  const isHeld = isZero || (Number.isFinite(number) && Math.abs(number) >= SMALLEST);
  return isHeld && digits.length <= EXACT_DIGITS ? number : written;
}
