/** The note on a header: what the caller says, and the zone of a column of dates. */
import { isDateFormat, showsTime } from '../number-format.js';
import type { SheetColumn } from './sheet-column.js';

interface ZoneOptions {
  readonly timeZone: string;
  readonly notesZone: boolean;
}

/** Empty when there is nothing to say. */
export function headerNote(
  { headerNote = '', format = '', zone }: SheetColumn,
  { timeZone, notesZone }: ZoneOptions,
): string {
  const hasTime = isDateFormat(format) && showsTime(format);
  const zoneNote = notesZone && hasTime ? (zone ?? timeZone) : '';
  return [headerNote, zoneNote].filter((text) => text !== '').join('\n');
}
