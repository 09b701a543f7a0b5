/** The moments between which a day of a person lies. Used by businesses whose params are days. */
import { zoneInstant } from '@longshore/workbook/dates';
import { BusinessError } from './business-error.js';

/**
 * 00:00 of a day in a zone: `startOfDay('2026-01-31', 'Asia/Shanghai')`. Where the clocks skip
 * midnight, the day begins when they are set forward; where it occurs twice, at the first. Throws
 * BusinessError for a text that is no day such as `2026-01-31`.
 */
export function startOfDay(day: string, timeZone: string): Date {
  const wallMs = Date.parse(day);
  if (Number.isNaN(wallMs) || new Date(wallMs).toISOString() !== `${day}T00:00:00.000Z`)
    throw new BusinessError(`startOfDay: "${day}" is no day; give one such as 2026-01-31`);
  return new Date(zoneInstant(timeZone)(wallMs));
}
