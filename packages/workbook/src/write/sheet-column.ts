/** What a caller says about a column, and the bytes of its cells that never change. */
import { columnLetters } from '../column-letters.js';
import { DEFAULT_DATE_FORMAT, isDateFormat } from '../number-format.js';
import { STYLES, type StyleSheet } from './style-sheet.js';
import { zoneOffset } from './zone-offset.js';

export interface SheetColumn {
  /** Text of the header cell. */
  readonly header: string;
  /** In characters of the default font; default: by header and format. */
  readonly width?: number;
  /**
   * Number format as Excel writes it: `0.00`, `yyyy-mm-dd`. Dates default to `yyyy-mm-dd hh:mm:ss`.
   */
  readonly format?: string;
  /** IANA time zone in which dates are shown; default UTC. */
  readonly zone?: string;
}

/** Markup around a value: `before`, the row's digits, one of the others, the value. */
export interface CellMarkup {
  readonly before: Uint8Array;
  readonly number: Uint8Array;
  readonly date: Uint8Array;
  readonly text: Uint8Array;
  readonly inlineText: Uint8Array;
  readonly boolean: Uint8Array;
  readonly error: Uint8Array;
  readonly link: Uint8Array;
  readonly header: Uint8Array;
  /** Null: UTC. */
  readonly offset: ((ms: number) => number) | null;
}

const TEXT_FORMAT = '@';
const GENERAL = 'General';

/**
 * Numbers keep the general format in a column of dates, and dates the default in a column of
 * numbers: each reads back as it was.
 */
export function cellMarkup(
  index: number,
  column: Omit<SheetColumn, 'header'>,
  styles: StyleSheet,
): CellMarkup {
  const { format = GENERAL, zone = 'UTC' } = column;
  const forDates = isDateFormat(format);
  const number = styles.styleOf(forDates || format === TEXT_FORMAT ? GENERAL : format);
  const date = styles.styleOf(forDates ? format : DEFAULT_DATE_FORMAT);
  const text = styles.styleOf(format === TEXT_FORMAT ? TEXT_FORMAT : GENERAL);
  return {
    before: Buffer.from(`<c r="${columnLetters(index)}`),
    number: opening(number),
    date: opening(date),
    text: opening(text, 'str'),
    inlineText: Buffer.from(`${attributes(text, 'inlineStr')}<is><t xml:space="preserve">`),
    boolean: opening(STYLES.plain, 'b'),
    error: opening(STYLES.plain, 'e'),
    link: opening(STYLES.link, 'str'),
    header: opening(STYLES.header, 'str'),
    offset: zone === 'UTC' ? null : zoneOffset(zone),
  };
}

const attributes = (style: number, type?: string): string =>
  `"${style === STYLES.plain ? '' : ` s="${style}"`}${type === undefined ? '' : ` t="${type}"`}>`;
const opening = (style: number, type?: string): Buffer =>
  Buffer.from(`${attributes(style, type)}<v>`);

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
