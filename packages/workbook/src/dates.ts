/**
 * The door for those who decide what a date means before a workbook is read or written: what a
 * number format shows, and the wall clocks of time zones.
 */
export { DEFAULT_DATE_FORMAT, isDayFormat } from './number-format.js';
export { zoneOffset } from './write/zone-offset.js';
export { zoneInstant } from './zone-instant.js';
