/**
 * The columns of an export under the zone of its task. Used by everything that shows moments: the
 * runner and the rows of the page.
 */
import { type Cell, WallDate } from '@longshore/database';
import { zoneInstant } from '@longshore/workbook/dates';
import type { Column } from './column.js';

/**
 * The columns, whose moments a writer shows in the zone. A day of the database (`date`) in a column
 * of moments becomes the moment at which that day begins there, so that it stays the same day.
 */
export function columnsInZone(columns: readonly Column[], timeZone: string): readonly Column[] {
  const instantOf = zoneInstant(timeZone);
  return columns.map((column) =>
    column.kind !== 'date' || column.isDay
      ? column
      : { ...column, toCell: (value) => beginningOfDay(column.toCell(value), instantOf) },
  );
}

const beginningOfDay = (cell: Cell, instantOf: (wallMs: number) => number): Cell =>
  cell instanceof WallDate && cell.isDay ? new Date(instantOf(cell.wallMs)) : cell;
