/** Every row of an upload with what became of it, for a workbook. Memory is flat. */
import { type Sentence, worded } from '@longshore/contract';
import { comparePlaces, type FailedRow, type Place } from '@longshore/database';
import { type RowIds, rowIds } from '../corrections/row-ids.js';
import type { WorkbookRows } from '../error-workbook.js';
import type { TableRow } from '../import-table.js';
import type { OpenedImport } from '../open-import.js';
import type { Undone } from './save-whole.js';

/** Of an import whose rows are saved. */
export const everyRow = (opened: OpenedImport): WorkbookRows => ({
  kind: 'outcomes',
  pages: () => merged(opened, opened.database.failedRows(opened.task.taskId)),
  ids: null,
  outcomeOf: outcomes(opened, () => 'saved'),
});

/**
 * Of an import that was undone: a form, since all of its rows have to come again; rows that were to
 * correct earlier ones keep their ids.
 */
export const everyRowUndone = (
  opened: OpenedImport,
  { failedRows, last }: Undone,
): WorkbookRows => ({
  kind: 'issues',
  pages: () => merged(opened, failedRows.rows()),
  ids: idsOfCorrecting(opened),
  outcomeOf: outcomes(opened, (place) => (comparePlaces(place, last) > 0 ? 'unreached' : 'undone')),
});

type Outcome = 'saved' | 'undone' | 'unreached' | 'left';

const WORDS: Readonly<Record<Outcome, Sentence>> = {
  saved: { en: 'Saved', zh: '已保存' },
  undone: { en: 'Not saved, because other rows cannot be saved', zh: '因其他行无法保存而未保存' },
  unreached: { en: 'Not reached', zh: '未处理' },
  left: { en: 'Left out: another row has its key', zh: '未采用：另有相同标识的行' },
};

const outcomes =
  ({ task: { language }, measured: { sameKeys } }: OpenedImport, of: (place: Place) => Outcome) =>
  (place: Place): string =>
    worded(WORDS[sameKeys.isLeft(place) ? 'left' : of(place)], language);

/** The rows of the upload; those that failed with their issues. Both are in reading order. */
async function* merged(
  { table }: OpenedImport,
  failedPages: AsyncIterable<readonly FailedRow[]>,
): AsyncGenerator<FailedRow[]> {
  const failed = eachOf(failedPages);
  let next = await failed.next();
  for await (const batch of table.rows()) {
    const page: FailedRow[] = [];
    for (const row of batch) {
      const isNext = !next.done && comparePlaces(next.value.place, row.place) === 0;
      page.push(isNext && !next.done ? next.value : withoutIssues(row));
      if (isNext) next = await failed.next();
    }
    yield page;
  }
}

async function* eachOf(pages: AsyncIterable<readonly FailedRow[]>): AsyncGenerator<FailedRow> {
  for await (const page of pages) yield* page;
}

const withoutIssues = ({ place, cells, corrects }: TableRow): FailedRow => ({
  place,
  cells,
  issues: [],
  ...(corrects && { corrects }),
});

/** Rows of the upload itself are new ones when they come again. */
function idsOfCorrecting({ task, database, corrections }: OpenedImport): RowIds | null {
  if (corrections === null || database.corrections === null) return null;
  const ids = rowIds(task.taskId, database.corrections);
  return {
    of: async (rows) => {
      const correcting = await ids.of(rows.filter(({ corrects }) => corrects !== undefined));
      let next = 0;
      return rows.map(({ corrects }) => (corrects === undefined ? '' : (correcting[next++] ?? '')));
    },
  };
}
