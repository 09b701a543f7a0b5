/** Instants of the wall clock that a spreadsheet shows. Used by the reader of workbooks. */
import { DAY_MS } from './serial-date.js';
import { zoneOffset } from './write/zone-offset.js';

/**
 * Returns the instant of a wall-clock time of the zone, both in milliseconds since 1970. Where
 * clocks are set back, a time that occurs twice is the earlier one; where clocks are set forward, a
 * time that is skipped is read by the clock before the change (RFC 5545, 3.3.5). Throws
 * WorkbookError `bad_options` for an unknown zone.
 */
export function zoneInstant(zone: string): (wallMs: number) => number {
  if (zone === 'UTC') return (wallMs) => wallMs;
  const offset = zoneOffset(zone);
  return (wallMs) => {
    const before = wallMs - offset(wallMs - DAY_MS);
    if (before + offset(before) === wallMs) return before;
    const after = wallMs - offset(wallMs + DAY_MS);
    return after + offset(after) === wallMs ? after : before;
  };
}
