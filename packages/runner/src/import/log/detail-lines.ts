/**
 * What became of each row of a chunk, as the text that is committed with the chunk. Used by
 * save-chunk.ts, where the type says `detail`.
 */
import { rowIssueSentence } from '@longshore/contract';
import { type ChunkOutcome, comparePlaces, type FailedRow, type Place } from '@longshore/database';
import { type Column, columnsIn, wordIssue } from '@longshore/executors';
import type { CheckedRow } from '../check-row.js';
import { shownCell } from '../preview/shown-cell.js';
import { type ChunkToWrite, placeName } from '../write-rows.js';
import { logWords, type RowFate } from './words.js';

/** A row, and what became of it, in the language of the task. */
type DetailLine = readonly [part: number, row: number, key: string, result: string];

/** The lines of one transaction, in the order of the rows. `at`: milliseconds since 1970. */
export interface DetailPage {
  readonly at: number;
  readonly lines: readonly DetailLine[];
}

interface ChunkEnd {
  readonly failed: readonly FailedRow[];
  /** Of a row that was saved; `saved` where more is not known. */
  readonly fateOf: (place: Place) => RowFate;
}

/** Nothing where the type tells no rows. */
export function detailOf(
  chunk: ChunkToWrite,
  { failed, fateOf }: ChunkEnd,
): Pick<ChunkOutcome, 'detail'> {
  const { executor, checked, language } = chunk;
  if (!executor.detail) return {};
  const { fates } = logWords(language);
  const columns = columnsIn(executor.columns, language);
  const reasons = new Map(failed.map((row) => [placeName(row.place), reasonOf(row, chunk)]));
  const keyOf = keyTexts(chunk, columns);
  const lines = checked
    .map((row): DetailLine => {
      const { place } = row.source;
      const reason = reasons.get(placeName(place));
      const result = reason === undefined ? fates[fateOf(place)] : `${fates.failed}: ${reason}`;
      return [place.part, place.row, keyOf(row), result];
    })
    .sort(([partA, rowA], [partB, rowB]) =>
      comparePlaces({ part: partA, row: rowA }, { part: partB, row: rowB }),
    );
  return { detail: JSON.stringify({ at: Date.now(), lines } satisfies DetailPage) };
}

function reasonOf({ issues }: FailedRow, { executor, language }: ChunkToWrite): string {
  return issues
    .map((issue) => {
      const { column } = wordIssue(issue, executor.columns, language);
      const sentence = rowIssueSentence(issue, language);
      return column === null ? sentence : `${column}: ${sentence}`;
    })
    .join('; ');
}

/** What names a row: of one that was refused the cells, as far as its columns are known. */
function keyTexts({ executor, timeZone }: ChunkToWrite, columns: readonly Column[]) {
  const keys = columns.filter(({ key }) => executor.key.includes(key));
  const joined = (values: readonly unknown[]) => values.map((one) => String(one ?? '')).join(', ');
  return (row: CheckedRow): string => {
    if (row.valid)
      return joined(keys.map((column) => shownCell(column, row.value[column.key], timeZone)));
    const { part, cells } = row.source;
    return joined((part?.keyPlaces ?? []).map(({ index }) => textOf(cells[index])));
  };
}

const textOf = (cell: CheckedRow['source']['cells'][number] | undefined): unknown => {
  if (cell instanceof Date) return cell.toISOString().slice(0, 'yyyy-mm-dd'.length);
  return typeof cell === 'object' && cell !== null ? '' : cell;
};
