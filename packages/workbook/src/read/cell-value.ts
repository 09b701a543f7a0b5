/**
 * The value of a cell from its bytes (ECMA-376 part 1, 18.18.11 ST_CellType). Used by the sheet
 * parser for each cell.
 */
import type { Cell } from '../cell.js';
import type { ReadLimits } from '../limits.js';
import { serialToMs } from '../serial-date.js';
import type { WorkbookError, WorkbookErrorCode } from '../workbook-error.js';
import { parseNumber } from './parse-number.js';
import type { StringTable } from './string-table.js';
import { checkText, textOf } from './xml-text.js';
import type { XmlTokens } from './xml-tokens.js';

/** How a value is written. */
export const KIND = { number: 0, shared: 1, text: 2, boolean: 3, error: 4, date: 5 } as const;
export type Kind = (typeof KIND)[keyof typeof KIND];

const [LETTER_B, LETTER_D, LETTER_E, LETTER_I, LETTER_S] = [98, 100, 101, 105, 115] as const;

/** Of the attribute at hand: s, str, inlineStr, b, e, d, n. */
export function kindOf({ bytes, valueStart, valueEnd }: XmlTokens): Kind {
  const first = bytes[valueStart];
  if (first === LETTER_S) return valueEnd - valueStart === 1 ? KIND.shared : KIND.text;
  if (first === LETTER_I) return KIND.text;
  if (first === LETTER_B) return KIND.boolean;
  if (first === LETTER_E) return KIND.error;
  return first === LETTER_D ? KIND.date : KIND.number;
}

export interface CellValueOptions {
  /** Per cell style, 1 when it shows a number as a moment. */
  readonly dateStyles: Uint8Array;
  readonly date1904: boolean;
  readonly strings: StringTable;
  readonly limits: Pick<ReadLimits, 'maxRowBytes'>;
}

/** Shorter texts are bounded by the number of cells in a batch. */
const LONG_LENGTH = 170;

/** An error that knows the place of the cell. */
type Failure = (code: WorkbookErrorCode, problem: string) => WorkbookError;

export class CellValues {
  readonly #options: CellValueOptions;
  readonly #failure: Failure;
  /** Characters of long shared strings in the row at hand. */
  #longLength = 0;

  constructor(options: CellValueOptions, failure: Failure) {
    this.#options = options;
    this.#failure = failure;
  }

  /** Of the text at hand, which is the whole value; null when it is blank. */
  valueOf(tokens: XmlTokens, kind: Kind, style: number): Cell {
    if (tokens.start === tokens.end) return null;
    if (kind === KIND.number) {
      const number = parseNumber(tokens.bytes, tokens.start, tokens.end);
      return Number.isNaN(number)
        ? textOf(tokens).trim() || null
        : this.#numberOrDate(number, style);
    }
    if (kind === KIND.shared)
      return this.sharedText(parseNumber(tokens.bytes, tokens.start, tokens.end));
    return this.fromText(textOf(tokens), kind, style);
  }

  /** Of a value that stood in several pieces. */
  fromText(text: string, kind: Kind, style: number): Cell {
    switch (kind) {
      case KIND.text:
        return text;
      case KIND.boolean:
        return text.trim() === '1' || text.trim() === 'true';
      case KIND.error:
        return { error: text.trim() };
      case KIND.date:
        return isoDate(text) ?? text;
      default: {
        const bytes = Buffer.from(text.trim());
        const number = parseNumber(bytes, 0, bytes.length);
        if (kind === KIND.shared) return this.sharedText(number);
        return Number.isNaN(number) ? text.trim() || null : this.#numberOrDate(number, style);
      }
    }
  }

  #numberOrDate(number: number, style: number): Cell {
    const { dateStyles, date1904 } = this.#options;
    if (dateStyles[style] !== 1) return number;
    const ms = serialToMs(number, date1904);
    return Number.isNaN(ms) ? number : new Date(ms);
  }

  #long(text: string): string {
    const { maxRowBytes } = this.#options.limits;
    this.#longLength += text.length;
    if (this.#longLength <= maxRowBytes) return text;
    throw this.#failure('cell_too_large', `has a row of more than ${maxRowBytes} bytes`);
  }

  /**
   * Length of the shared strings in the row, which its bytes do not tell; short ones are not
   * counted.
   */
  endRow(): number {
    const length = this.#longLength;
    this.#longLength = 0;
    return length;
  }

  protected sharedText(index: number): Cell {
    const { strings } = this.#options;
    const text = strings.get(index);
    if (text !== undefined) return text.length > LONG_LENGTH ? this.#long(text) : text;
    throw this.#failure(
      'bad_string_index',
      `refers to shared string ${index}, of which there are ${strings.count}; save the workbook again`,
    );
  }
}

/**
 * Refuses what CellValues refuses, without making most of the values: `true` stands for whatever a
 * cell holds.
 */
export class CellChecks extends CellValues {
  override valueOf(tokens: XmlTokens, kind: Kind, style: number): Cell {
    if (tokens.start === tokens.end) return null;
    if (kind === KIND.text) {
      checkText(tokens);
      return true;
    }
    if (kind === KIND.number && !Number.isNaN(parseNumber(tokens.bytes, tokens.start, tokens.end)))
      return true;
    return super.valueOf(tokens, kind, style);
  }
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?Z?$/;

/** ISO 8601 as strict workbooks write it; null for anything else. */
function isoDate(text: string): Date | null {
  const match = ISO.exec(text.trim());
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const ms = Math.round(Number(`0.${match[7] ?? 0}`) * 1_000);
  return new Date(Date.UTC(year, month - 1, day, hours, minutes, seconds, ms));
}
