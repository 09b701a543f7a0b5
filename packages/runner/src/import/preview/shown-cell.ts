/** A value of the database as a preview shows it. */
import { type Cell, printedText, WallDate } from '@longshore/database';
import type { Column } from '@longshore/executors';
import { zoneOffset } from '@longshore/workbook/dates';

/** `timeZone`: of the task; moments are its wall clock. */
export function shownCell(
  column: Column,
  value: unknown,
  timeZone: string,
): string | number | boolean | null {
  const cell = cellOf(column, value);
  if (cell instanceof WallDate) return timeText(cell.wallMs, cell.isDay || column.isDay);
  if (cell instanceof Date) {
    const ms = cell.getTime();
    return timeText(column.isDay ? ms : ms + zoneOffset(timeZone)(ms), column.isDay);
  }
  if (typeof cell !== 'object' || cell === null) return cell;
  return 'error' in cell ? cell.error : (cell.text ?? null);
}

/** The database may hold what the column's own codec does not know: then as it was printed. */
function cellOf(column: Column, value: unknown): Cell {
  try {
    return column.toCell(value);
  } catch {
    return typeof value === 'object' && value !== null
      ? (printedText(value) ?? JSON.stringify(value))
      : String(value);
  }
}

const timeText = (wallMs: number, isDay: boolean): string => {
  const text = new Date(wallMs).toISOString();
  return isDay ? text.slice(0, 'yyyy-mm-dd'.length) : text.slice(0, 16).replace('T', ' ');
};
