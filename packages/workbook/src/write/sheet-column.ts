/** What a caller says about a column, and the bytes of its cells that never change. */
import { columnLetters } from '../column-letters.js';
import { dateText } from '../csv/date-text.js';
import { DEFAULT_DATE_FORMAT, isDateFormat, isDayFormat } from '../number-format.js';
import type { Look, StyleSheet } from './style-sheet.js';
import { zoneOffset } from './zone-offset.js';

/** A column to write. */
export interface SheetColumn {
  /** Text of the header cell. */
  readonly header: string;
  /** In characters of the default font; default: by header and format. */
  readonly width?: number;
  /**
   * Number format as Excel writes it: `0.00`, `yyyy-mm-dd`. Dates default to `yyyy-mm-dd hh:mm:ss`.
   */
  readonly format?: string;
  /** IANA time zone in which dates with a time are shown; default: that of the workbook. */
  readonly zone?: string;
  /** Values of a drop-down in the rows below the header. */
  readonly choices?: readonly string[];
  /** Text of a note on the header. */
  readonly headerNote?: string;
  /** The header is red, and the drop-down refuses a blank. */
  readonly required?: boolean;
}

/** Markup around a value: `before`, the row's digits, one of the others, the value. */
export interface CellMarkup {
  readonly before: Uint8Array;
  readonly number: Uint8Array;
  readonly date: Uint8Array;
  readonly text: Uint8Array;
  readonly spacedText: Uint8Array;
  readonly inlineText: Uint8Array;
  /** Ends the cell, which has no value. */
  readonly blank: Uint8Array;
  readonly boolean: Uint8Array;
  readonly error: Uint8Array;
  readonly link: Uint8Array;
  readonly header: Uint8Array;
  /** Null: UTC, as where the format shows no time. A time of day stays in the value. */
  readonly offset: ((ms: number) => number) | null;
  /** A date that no serial holds, as delimited text shows it. */
  readonly dateText: (date: Date) => string;
}

const TEXT_FORMAT = '@';
const GENERAL = 'General';

export interface MarkupOptions {
  readonly styles: StyleSheet;
  /** Zone of columns that name none. */
  readonly timeZone: string;
  /** Blank cells of a column have its format, so that each cell must name its own style. */
  readonly isForm: boolean;
  readonly look?: Look;
}

/**
 * Numbers keep the general format in a column of dates, and dates the default in a column of
 * numbers: each reads back as it was.
 */
export function cellMarkup(
  index: number,
  column: Omit<SheetColumn, 'header'>,
  { styles, timeZone, isForm, look = 'plain' }: MarkupOptions,
): CellMarkup {
  const { format = GENERAL, zone = timeZone, required = false } = column;
  const forDates = isDateFormat(format);
  const plain = styles.styleOf(GENERAL, look);
  const number = styles.styleOf(forDates || format === TEXT_FORMAT ? GENERAL : format, look);
  const date = styles.styleOf(forDates ? format : DEFAULT_DATE_FORMAT, look);
  const text = styles.styleOf(format === TEXT_FORMAT ? TEXT_FORMAT : GENERAL, look);
  const attributes = (style: number, type?: string): string =>
    `"${style === styles.named.plain && !isForm ? '' : ` s="${style}"`}${type === undefined ? '' : ` t="${type}"`}`;
  const opening = (style: number, type?: string): Buffer =>
    Buffer.from(`${attributes(style, type)}><v>`);
  return {
    before: Buffer.from(`<c r="${columnLetters(index)}`),
    number: opening(number),
    date: opening(date),
    text: opening(text, 'str'),
    spacedText: Buffer.from(`${attributes(text, 'str')}><v xml:space="preserve">`),
    inlineText: Buffer.from(`${attributes(text, 'inlineStr')}><is><t xml:space="preserve">`),
    blank: Buffer.from(`${attributes(forDates ? date : format === TEXT_FORMAT ? text : number)}/>`),
    boolean: opening(plain, 'b'),
    error: opening(plain, 'e'),
    link: opening(look === 'plain' ? styles.named.link : plain, 'str'),
    header: opening(required ? styles.named.requiredHeader : styles.named.header, 'str'),
    offset: isDayFormat(format) || zone === 'UTC' ? null : zoneOffset(zone),
    dateText: dateText({ timeZone: zone, ...(forDates && { format }) }),
  };
}

const MIN_WIDTH = 9;
const MAX_DEFAULT_WIDTH = 60;
/** Room for the arrow of the filter. */
const ARROW = 3;
/** Excel's own limit. */
const MAX_WIDTH = 255;

export function columnWidth({ header, width, format = '' }: SheetColumn): number {
  if (width !== undefined) return Math.min(Math.max(width, 0), MAX_WIDTH);
  const shown = Math.max(
    displayWidth(header) + ARROW,
    isDateFormat(format) ? format.length + 1 : 0,
    MIN_WIDTH,
  );
  return Math.min(shown, MAX_DEFAULT_WIDTH);
}

/** East Asian characters are twice as wide. */
const displayWidth = (text: string): number =>
  [...text].reduce((sum, char) => sum + ((char.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1), 0);
