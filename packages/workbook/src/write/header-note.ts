/** The note on a header: what the caller says, and the zone of a column of dates. */
import { isDateFormat, showsTime } from '../number-format.js';
import type { SheetColumn } from './sheet-column.js';

interface ZoneOptions {
  /** As of a row writer. */
  readonly notedZone: string | null;
}

/** Empty when there is nothing to say. */
export function headerNote(
  { headerNote = '', format = '', zone }: SheetColumn,
  { notedZone }: ZoneOptions,
): string {
  const hasTime = isDateFormat(format) && showsTime(format);
  const zoneNote = notedZone !== null && hasTime ? (zone ?? notedZone) : '';
  return [headerNote, zoneNote].filter((text) => text !== '').join('\n');
}
