/**
 * The id of a failed row, as an error workbook carries it: place and task in clear, and a seal, so
 * that an id that was typed, or counted up by a spreadsheet that fills cells, names no other row.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RowRef } from '@longshore/database';

/** Begins with a letter: some programs make a number of a text of digits. */
const ROW_ID = /^R(\d{1,9})-(\d{1,9})-([0-9a-f-]{36})-([0-9a-f]{20})$/;
const SEAL_DIGITS = 20;

export interface ReadRowId {
  readonly ref: RowRef;
  readonly seal: string;
}

/** `secret`: of the run that the row belongs to. */
export const rowIdOf = (ref: RowRef, secret: string): string =>
  `R${ref.place.part}-${ref.place.row}-${ref.taskId}-${sealOf(ref, secret)}`;

/** Null: no text that we wrote. */
export function readRowId(text: string): ReadRowId | null {
  const [, part, row, taskId, seal] = ROW_ID.exec(text.trim()) ?? [];
  if (taskId === undefined || seal === undefined) return null;
  return { ref: { taskId, place: { part: Number(part), row: Number(row) } }, seal };
}

export const isSealedBy = ({ ref, seal }: ReadRowId, secret: string): boolean =>
  timingSafeEqual(Buffer.from(seal), Buffer.from(sealOf(ref, secret)));

const sealOf = ({ taskId, place: { part, row } }: RowRef, secret: string): string =>
  createHmac('sha256', secret)
    .update(`${part} ${row} ${taskId}`)
    .digest('hex')
    .slice(0, SEAL_DIGITS);
