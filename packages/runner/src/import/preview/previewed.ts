/**
 * What a person was shown before the import was confirmed: rows that somebody changed since are not
 * overwritten.
 */
import type { ShownPreview } from '@longshore/contract';
import type { ValidRow } from '@longshore/executors';
import { previewKeys } from '@longshore/tasks';
import type { RunServices } from '../../run-services.js';
import type { OpenedImport } from '../open-import.js';
import type { ContextOfSave, RefusedRow } from '../write-rows.js';
import { DigestList } from './digest-list.js';
import { StoredRows } from './stored-rows.js';

/** Tells which rows are not as they were shown. */
export interface Previewed {
  /** Called in the transaction that saves the rows, before they are saved. */
  changedRows(rows: readonly ValidRow[], context: ContextOfSave): Promise<readonly RefusedRow[]>;
}

/** Null: there was no preview, or one that knew nothing of the database. Throws as the store. */
export async function readPreviewed(
  { task, executor }: OpenedImport,
  { store }: Pick<RunServices, 'store'>,
  signal: AbortSignal,
): Promise<Previewed | null> {
  if (task.preview === null) return null;
  const keys = previewKeys({ taskId: task.taskId, attempt: task.preview });
  const read = async (key: string) =>
    Buffer.concat(await (await store.read(key, undefined, signal)).toArray());
  const shown = JSON.parse(String(await read(keys.shown))) as ShownPreview; // written by run-preview
  if (shown.depth === 'checks') return null;
  if (executor.current === null)
    throw new Error(
      `The import ${task.type} was previewed with a current(), and has none any more: it cannot be told which rows were changed since`,
    );
  const stored = new StoredRows(executor, executor.current);
  const digests = new DigestList(await read(keys.digests));
  return {
    changedRows: async (rows, context) => {
      const now = await stored.read(rows, context);
      return rows.flatMap(({ part, number, value }) => {
        const key = stored.keyOf(value);
        const state = stored.stateOf((key === null ? null : now.get(key)) ?? null);
        const place = { part, row: number };
        return digests.has(place, state) ? [] : [{ place, issue: changedIssue(number) }];
      });
    },
  };
}

const changedIssue = (row: number) => ({
  row,
  column: null,
  code: 'changed_since_preview',
  values: {},
  message: null,
});
