/** Tells the person from which row on an export shows later data. */
import { zoneOffset } from '@longshore/workbook/dates';
import type { NoticeList } from '../notice-list.js';
import type { TakeOver } from './checkpoints.js';

/** Each attempt reads a snapshot of its own. */
export function noteTakeOvers(
  takeOvers: readonly TakeOver[],
  timeZone: string,
  notices: NoticeList,
): void {
  const offset = zoneOffset(timeZone);
  for (const { rows, atMs } of takeOvers)
    notices.add('export_taken_up', { rows, time: minuteOf(atMs + offset(atMs)) });
}

/** `2026-01-31 08:05` */
const minuteOf = (wallMs: number): string =>
  new Date(wallMs).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length).replace('T', ' ');
