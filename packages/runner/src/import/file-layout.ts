/**
 * What was found in a file whose header does not fit, bounded: a person chooses sheet, header row
 * and columns from it.
 */
import type { FileLayout } from '@longshore/contract';
import { headerKey } from '@longshore/executors';
import type { UploadSheet } from './book-sheets.js';
import type { Head, HeaderReading } from './find-header.js';
import { nearColumns } from './nearest-header.js';

/** A sheet, in its file. */
export interface LookedAt {
  readonly sheet: UploadSheet;
  /** Of the file. */
  readonly sheets: readonly UploadSheet[];
  readonly reading: HeaderReading;
}

const MOST_SHEETS = 30;
const MOST_ROWS = 8;
const MOST_CELLS = 60;
const LONGEST_TEXT = 80;
/** A record with a layout is read with each answer about its task. */
const MOST_CHARACTERS = 16_000;

/** `head`: the row that was taken for the header; `heads`: the first rows of the sheet. */
export function layoutFrom(
  heads: readonly Head[],
  head: Head,
  { sheet, sheets, reading }: LookedAt,
): FileLayout {
  const shown = shownHeads(heads, head);
  return {
    sheets: sheets.slice(0, MOST_SHEETS).map(({ name }) => name),
    sheet: sheet.name,
    headerRow: head.row,
    rows: shown.map(({ row, texts }) => ({ row, cells: cellsOf(texts) })),
    proposed: Object.fromEntries(shown.flatMap((one) => proposals(one, reading)).toReversed()),
  };
}

/** The header itself, and the first rows around it, as many as there is room for. */
function shownHeads(heads: readonly Head[], head: Head): Head[] {
  const shown = [head];
  let characters = cellsOf(head.texts).join('').length;
  for (const one of heads) {
    if (one.row === head.row || shown.length === MOST_ROWS) continue;
    characters += cellsOf(one.texts).join('').length;
    if (characters > MOST_CHARACTERS) break;
    shown.push(one);
  }
  return shown;
}

const cellsOf = (texts: readonly string[]): string[] =>
  texts
    .slice(0, MOST_CELLS)
    .map((text) => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text));

/** What the headers say, then what the owner chose before, then what is near. */
function proposals(head: Head, { columns, remembered }: HeaderReading): [string, string][] {
  const before = new Map(
    remembered
      .toReversed()
      .flatMap(({ mapping }) => Object.entries(mapping))
      .map(([text, key]) => [headerKey(text), key]),
  );
  const placed = head.places.flatMap(({ column, index }): [string, string][] => {
    const text = head.header[index];
    return text === undefined ? [] : [[text, column.key]];
  });
  const chosen = head.header.flatMap((text): [string, string][] => {
    const key = before.get(headerKey(text));
    return key == null ? [] : [[text, key]];
  });
  const near = nearColumns(head, columns).map(({ text, column }): [string, string] => [
    text,
    column.key,
  ]);
  const taken = new Set<string>();
  return [...placed, ...chosen, ...near].filter(([, key]) => !taken.has(key) && taken.add(key));
}
