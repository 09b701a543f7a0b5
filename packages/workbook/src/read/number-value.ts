/**
 * What a number means in its cell: a number, a date, a time of day, or the text that the cell
 * shows. Used by cell-value.ts.
 */
import type { Cell } from '../cell.js';
import { SHOWN } from '../number-format.js';
import { DAY_MS, END_DATE_MS, FIRST_DATE_MS, msToSerial, serialToMs } from '../serial-date.js';
import { zoneInstant } from '../zone-instant.js';
import type { CellStyles } from './cell-styles.js';
import { generalText, rounded } from './decimal-digits.js';
import { type IsoMoment, isoMoment } from './iso-moment.js';
import { type ShowNumber, shownIn } from './shown-text.js';

export interface NumberValueOptions {
  readonly styles: CellStyles;
  readonly date1904: boolean;
  /** IANA name: dates with a time are the wall clock of this zone. */
  readonly timeZone: string;
}

/**
 * Added to the style of a cell in a column of texts. One number carries both, so that a cell costs
 * one comparison: no style has this index.
 */
export const TEXT_COLUMN = 2 ** 24;

/** As TEXT_COLUMN, in a column that a check does not read. */
export const UNREAD_COLUMN = 2 ** 25;

/** As UNREAD_COLUMN, in a column of which a check reads the texts. */
export const TEXTS_READ_COLUMN = 2 ** 26;

/** Digits that a double can hold for sure, and Excel keeps. */
const KEPT_DIGITS = 15;
const FIRST_LOSSY = 10 ** KEPT_DIGITS;
/** Programs write midnight up to 43 seconds late or early: nearer than this, a day is midnight. */
const TOLERANCE_MS = 60_000;
const TIME_FORMATS: Readonly<Record<IsoMoment['kind'], string>> = {
  moment: 'yyyy-mm-dd hh:mm:ss',
  instant: 'yyyy-mm-dd hh:mm:ss',
  day: 'yyyy-mm-dd',
  time: 'hh:mm:ss',
  duration: '[h]:mm:ss',
};

export class NumberValues {
  readonly #shown: Uint8Array;
  readonly #formats: readonly string[];
  readonly #date1904: boolean;
  readonly #instant: ((wallMs: number) => number) | null;
  readonly #shows = new Map<string, ShowNumber>();

  constructor({ styles, date1904, timeZone }: NumberValueOptions) {
    this.#shown = styles.shown;
    this.#formats = styles.formats;
    this.#date1904 = date1904;
    this.#instant = timeZone === 'UTC' ? null : zoneInstant(timeZone);
  }

  /** `bytes` from `start` to `end`: the number as the file tells it. */
  valueOf(number: number, style: number, bytes: Buffer, start: number, end: number): Cell {
    const shown = this.#shown[style];
    if (shown === SHOWN.number) return end - start > KEPT_DIGITS ? rounded(number) : number;
    if (shown === undefined)
      return this.#text(number, style - TEXT_COLUMN, bytes.toString('latin1', start, end));
    return this.#moment(number, style, shown);
  }

  /** A cell of `t="d"`; null when the text is no date. */
  fromIso(text: string, style: number): Cell {
    const found = isoMoment(text);
    if (found === null) return null;
    const { kind, ms } = found;
    const isLength = kind === 'time' || kind === 'duration';
    const inText = style >= TEXT_COLUMN;
    if (isLength || inText) {
      if (!isLength && (ms < FIRST_DATE_MS || ms >= END_DATE_MS)) return text.trim();
      const serial = isLength ? ms / DAY_MS : msToSerial(ms, this.#date1904);
      const shownText = this.#show(this.#isoFormat(style, kind))(serial);
      return inText ? shownText : { problem: 'time_of_day', text: shownText };
    }
    if (kind === 'instant') return new Date(ms);
    if (kind === 'day' || this.#shown[style] === SHOWN.day) return day(ms);
    return this.#atClock(ms);
  }

  /** The format of the cell, where that shows what `kind` tells. */
  #isoFormat(style: number, kind: IsoMoment['kind']): string {
    const index = style >= TEXT_COLUMN ? style - TEXT_COLUMN : style;
    const shown = this.#shown[index] ?? SHOWN.number;
    return (shown === SHOWN.number ? undefined : this.#formats[index]) ?? TIME_FORMATS[kind];
  }

  #moment(number: number, style: number, shown: number): Cell {
    if (number >= 0 && isTimeOfDay(number, shown))
      return { problem: 'time_of_day', text: this.#timeText(number, style, shown) };
    const ms = serialToMs(number, this.#date1904);
    if (Number.isNaN(ms) || ms >= END_DATE_MS || shown === SHOWN.duration) return rounded(number);
    return shown === SHOWN.day ? day(ms) : this.#atClock(ms);
  }

  /** The format of a day does not show what time it is. */
  #timeText(number: number, style: number, shown: number): string {
    const showsDay = shown === SHOWN.day || shown === SHOWN.moment;
    return showsDay ? this.#show(TIME_FORMATS.time)(number) : this.#shownText(number, style);
  }

  #atClock(wallMs: number): Date {
    return new Date(this.#instant === null ? wallMs : this.#instant(wallMs));
  }

  #text(number: number, style: number, digits: string): Cell {
    const isLost = Math.abs(number) >= FIRST_LOSSY && Number.isInteger(number);
    return isLost ? { problem: 'digits_lost', text: digits } : this.#shownText(number, style);
  }

  #shownText(number: number, style: number): string {
    const format = this.#formats[style];
    return format === undefined ? generalText(number) : this.#show(format)(number);
  }

  #show(format: string): ShowNumber {
    const known = this.#shows.get(format) ?? shownIn(format, this.#date1904);
    this.#shows.set(format, known);
    return known;
  }
}

/** Nobody shows a day of 1900 by its time alone: 1.5 as `h:mm` is 36 hours. */
const YEAR_OF_HOURS = 366;

/** A length of time, or a part of a day without its day. */
function isTimeOfDay(number: number, shown: number): boolean {
  if (shown === SHOWN.duration) return true;
  return shown === SHOWN.time ? number < YEAR_OF_HOURS : number > 0 && number < 1;
}

/**
 * A cell that shows only its day: midnight UTC, which no zone shifts. A time of day that the format
 * hides stays in the value.
 */
function day(ms: number): Date {
  const midnight = Math.round(ms / DAY_MS) * DAY_MS;
  return new Date(Math.abs(ms - midnight) < TOLERANCE_MS ? midnight : ms);
}
