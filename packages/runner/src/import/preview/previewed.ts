/**
 * What a person was shown before the import was confirmed: rows that somebody changed since are not
 * overwritten.
 */
import type { ShownPreview } from '@longshore/contract';
import type { Place } from '@longshore/database';
import type { ValidRow } from '@longshore/executors';
import { previewKeys } from '@longshore/tasks';
import type { RunServices } from '../../run-services.js';
import type { OpenedImport } from '../open-import.js';
import type { ContextOfSave, RefusedRow } from '../write-rows.js';
import { DigestList } from './digest-list.js';
import { storedOf } from './stored-states.js';

/** Rows of a chunk beside what was shown of them. */
interface SinceShown {
  /** Not as they were shown. */
  readonly changed: readonly RefusedRow[];
  /** To be saved: the others are as `save` would make them. */
  readonly toSave: readonly ValidRow[];
}

/** Tells which rows are not as they were shown. */
export interface Previewed {
  /** Called in the transaction that saves the rows, before they are saved. */
  compare(rows: readonly ValidRow[], context: ContextOfSave): Promise<SinceShown>;
}

/** Null: there was no preview, or one that knew nothing of the database. Throws as the store. */
export async function readPreviewed(
  { task, executor }: OpenedImport,
  { store }: Pick<RunServices, 'store'>,
  signal: AbortSignal,
): Promise<Previewed | null> {
  if (task.preview === null) return null;
  const keys = previewKeys({ taskId: task.taskId, attempt: task.preview });
  const bytes = Buffer.concat(await (await store.read(keys.shown, undefined, signal)).toArray());
  const shown = JSON.parse(String(bytes)) as ShownPreview; // written by run-preview
  if (shown.depth === 'checks') return null;
  const stored = storedOf(executor);
  if (stored === null)
    throw new Error(
      `The import ${task.type} was previewed with a current(), and has none any more: it cannot be told which rows were changed since`,
    );
  const digests = new DigestList({ key: keys.digests, store, signal });
  return {
    compare: async (rows, context) => {
      const now = await stored.statesOf(rows, context);
      const since = await digests.compare(
        rows.map((row, i) => ({ place: placeOf(row), state: now[i] ?? null })),
      );
      const changed = rows
        .filter((_, i) => since[i] === 'changed')
        .map((row) => ({ place: placeOf(row), issue: changedIssue(row.number) }));
      return { changed, toSave: rows.filter((_, i) => since[i] === 'unchanged') };
    },
  };
}

const placeOf = ({ part, number }: ValidRow): Place => ({ part, row: number });

const changedIssue = (row: number) => ({
  row,
  column: null,
  code: 'changed_since_preview',
  values: {},
  message: null,
});
