/**
 * The value of a cell from its bytes (ECMA-376 part 1, 18.18.11 ST_CellType). Used by the sheet
 * parser for each cell.
 */
import type { Cell } from '../cell.js';
import type { ReadLimits } from '../limits.js';
import type { WorkbookError, WorkbookErrorCode } from '../workbook-error.js';
import {
  type NumberValueOptions,
  NumberValues,
  TEXTS_READ_COLUMN,
  UNREAD_COLUMN,
} from './number-value.js';
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

export interface CellValueOptions extends NumberValueOptions {
  readonly strings: StringTable;
  readonly limits: Pick<ReadLimits, 'maxRowBytes'>;
}

/** Shorter texts are bounded by the number of cells in a batch. */
const LONG_LENGTH = 170;

/** An error that knows the place of the cell. */
export type Failure = (code: WorkbookErrorCode, problem: string) => WorkbookError;

export class CellValues {
  readonly #options: CellValueOptions;
  readonly #failure: Failure;
  readonly numbers: NumberValues;
  /** Characters of long shared strings in the row at hand. */
  #longLength = 0;

  constructor(options: CellValueOptions, failure: Failure) {
    this.#options = options;
    this.#failure = failure;
    this.numbers = new NumberValues(options);
  }

  /** Of the text at hand, which is the whole value; null when it is blank. */
  valueOf(tokens: XmlTokens, kind: Kind, style: number): Cell {
    if (tokens.start === tokens.end) return null;
    if (kind === KIND.number) {
      const { bytes, start, end } = tokens;
      const number = parseNumber(bytes, start, end);
      return Number.isNaN(number)
        ? textOf(tokens).trim() || null
        : this.numbers.valueOf(number, style, bytes, start, end);
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
        return this.numbers.fromIso(text, style) ?? text;
      default: {
        const bytes = Buffer.from(text.trim());
        const number = parseNumber(bytes, 0, bytes.length);
        if (kind === KIND.shared) return this.sharedText(number);
        return Number.isNaN(number)
          ? text.trim() || null
          : this.numbers.valueOf(number, style, bytes, 0, bytes.length);
      }
    }
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

  /** Throws WorkbookError `bad_string_index` when there is no such string. */
  sharedText(index: number): Cell {
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
 * Checks cells as CellValues does, without making most of the values of columns marked by
 * UNREAD_COLUMN or TEXTS_READ_COLUMN: `true` stands for the value. Texts that may show nothing are
 * made, and all texts of the latter.
 */
export class CellChecks extends CellValues {
  override valueOf(tokens: XmlTokens, kind: Kind, style: number): Cell {
    if (tokens.start === tokens.end) return null;
    if (style < UNREAD_COLUMN) return super.valueOf(tokens, kind, style);
    if (kind === KIND.text && style < TEXTS_READ_COLUMN && beginsVisibly(tokens)) {
      checkText(tokens);
      return true;
    }
    if (kind === KIND.number && !Number.isNaN(parseNumber(tokens.bytes, tokens.start, tokens.end)))
      return true;
    return super.valueOf(tokens, kind, style);
  }
}

const beginsVisibly = ({ bytes, start }: XmlTokens): boolean => isVisibleStart(bytes[start] ?? 0);

/** False where the first byte of the UTF-8 may begin white space or a character without shape. */
export const isVisibleStart = (first: number): boolean =>
  (first > 0x20 && first < 0x7f && first !== AMPERSAND) || (first > 0xe3 && first < 0xef);

/** An entity may be white space. */
const AMPERSAND = 0x26;
