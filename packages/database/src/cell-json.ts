/**
 * Cells and issues as JSON that jsonb takes: a Date is `{ "date": ms }`, a cell error `{ "error":
 * "#N/A" }`, text with NUL or half a surrogate pair `{ "utf16": base64 }`, since jsonb refuses
 * both. Used for failed rows.
 */
import type { StoredIssue } from '@longshore/contract';
import type { Cell } from './cell.js';

/** A cell in JSON. */
export type CellJson =
  | string
  | number
  | boolean
  | null
  | { date: number | null }
  | { utf16: string }
  | { error: string }
  | { problem: string; text?: string };

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what jsonb refuses
const REFUSED = /[\u0000\p{Surrogate}]/u;
const REFUSED_EACH = new RegExp(REFUSED, 'gu');
const REPLACEMENT = '\ufffd';

/** Cells of a row as JSON. */
export const encodeCells = (cells: readonly Cell[]): string =>
  JSON.stringify(cells.map(encodeCell));

function encodeCell(cell: Cell): CellJson {
  if (typeof cell === 'string')
    return REFUSED.test(cell) ? { utf16: Buffer.from(cell, 'utf16le').toString('base64') } : cell;
  if (cell instanceof Date) return { date: Number.isNaN(cell.getTime()) ? null : cell.getTime() };
  if (typeof cell !== 'object' || cell === null || 'problem' in cell) return cell;
  return { error: cell.error.replace(REFUSED_EACH, REPLACEMENT) };
}

/** The cells that `encodeCells` wrote, equal to the cells that went in. */
export const decodeCells = (cells: readonly CellJson[]): Cell[] => cells.map(decodeCell);

function decodeCell(cell: CellJson): Cell {
  if (typeof cell !== 'object' || cell === null) return cell;
  if ('date' in cell) return new Date(cell.date ?? Number.NaN);
  return 'utf16' in cell ? Buffer.from(cell.utf16, 'base64').toString('utf16le') : cell;
}

/** Words for a person: what jsonb refuses is shown as the replacement character. */
export const encodeIssues = (issues: readonly StoredIssue[]): string =>
  JSON.stringify(issues, (_key, value: unknown) =>
    typeof value === 'string' ? value.replace(REFUSED_EACH, REPLACEMENT) : value,
  );
