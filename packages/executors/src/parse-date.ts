/**
 * What a person means by a cell in a date column. Used by the conversions and by the check of
 * exported rows.
 * A text that means no date is given back as it is, for the schema to refuse; one that means two
 * days becomes the cell problem `ambiguous_date`.
 */
import { WallDate } from '@longshore/database';
import { narrow } from './cell-text.js';
import { NO_EVIDENCE, type TextForms } from './text-evidence.js';
import { type DateOrder, provenOrder, type WrittenDate, writtenDate } from './written-date.js';

type DateForms = Pick<TextForms, 'dateOrder' | 'instantOf'>;

/**
 * The moment that a cell shows in the zone of the forms: of a text, or of the Date of a reader,
 * whose UTC is the wall clock of the cell. A text may give its own offset. Year first with `-`,
 * `/`, `.` or 年月日; day or month first where `dateOrder` decides, or only one order is a day. A bare
 * number is no date.
 */
export function parseDate(cell: unknown, forms: DateForms = NO_EVIDENCE): unknown {
  if (cell instanceof Date) return momentOf(cell, forms);
  if (typeof cell !== 'string') return cell;
  const text = narrow(cell);
  const written = writtenDate(text);
  if (written === null) return cell;
  const day = dayBy(written, forms.dateOrder);
  if (day === AMBIGUOUS_DATE) return { problem: AMBIGUOUS_DATE, text };
  return day === null ? cell : writtenMoment(day, written, forms);
}

/** Code of a text that means two days. */
export const AMBIGUOUS_DATE = 'ambiguous_date';

/** Null: no date by that order. */
function dayBy(
  written: WrittenDate,
  order: DateOrder | null,
): number | null | typeof AMBIGUOUS_DATE {
  const { days, isYearFirst } = written;
  if (isYearFirst) return days.dmy;
  if (order !== null) return order === 'ymd' ? null : days[order];
  const proven = provenOrder(written);
  return proven === 'either' ? AMBIGUOUS_DATE : days[proven ?? 'dmy'];
}

function momentOf(cell: Date, { instantOf }: DateForms): Date {
  const wallMs = cell.getTime();
  const ms = Number.isNaN(wallMs) ? wallMs : instantOf(wallMs);
  return ms === wallMs ? cell : new WallDate(ms, wallMs);
}

function writtenMoment(
  day: number,
  { timeMs, offsetMs }: WrittenDate,
  { instantOf }: DateForms,
): Date {
  const wallMs = day + (timeMs ?? 0);
  const ms = offsetMs === null ? instantOf(wallMs) : wallMs - offsetMs;
  return timeMs === null || ms !== wallMs ? new WallDate(ms, wallMs) : new Date(ms);
}

/** The two readings of an ambiguous text, day first and month first, as `2026-01-31`. */
export function dateReadingsOf(text: string): readonly [string, string] {
  const days = writtenDate(narrow(text))?.days;
  const reading = (ms: number | null | undefined) =>
    new Date(ms ?? Number.NaN).toISOString().slice(0, 'yyyy-mm-dd'.length);
  return [reading(days?.dmy), reading(days?.mdy)];
}

/** An ambiguous text with its year first, by the order decided; null: not ambiguous. */
export function yearFirst(text: string, order: DateOrder | null): string | null {
  const written = writtenDate(narrow(text));
  if (written === null || order === null || order === 'ymd') return null;
  if (provenOrder(written) !== 'either') return null;
  const readings = dateReadingsOf(text);
  return narrow(text).replace(YEAR_LAST_DAY, readings[order === 'dmy' ? 0 : 1]);
}

const YEAR_LAST_DAY = /^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}/;
