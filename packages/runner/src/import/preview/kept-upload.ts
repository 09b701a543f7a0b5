/**
 * What a preview learnt of an upload and its confirmed import would find again: its rows and what
 * the first pass over them found. Where it is not there, the upload itself is read.
 */
import type { ObjectStore } from '@longshore/storage';
import { type ImportTask, previewKeys } from '@longshore/tasks';
import type { Notice } from '@longshore/workbook';
import { type DateOrders, decidedForms, type FileForms } from '../file-forms.js';
import type { Table } from '../import-table.js';
import { NO_SAME_KEYS } from '../keys/same-keys.js';
import type { Measured } from '../measure.js';
import { type KeptChunk, keptChunks } from './kept-chunks.js';
import { keptTable } from './kept-rows.js';

/** The table from what was kept. */
export interface KeptUpload {
  readonly table: Table;
  /** Null: the rows of the table are to be checked and saved. */
  readonly chunks: KeptChunks | null;
  /** Null: rows of the upload share keys, which are looked for again. */
  readonly measured: Measured | null;
}

/** The chunks of a preview; may be read again from the start. */
export type KeptChunks = () => AsyncIterable<KeptChunk>;

interface Written extends Pick<Measured, 'total' | 'widths' | 'blankRows'> {
  readonly numbers: FileForms['numbers'];
  readonly dateOrders: DateOrders;
  readonly hasSameKeys: boolean;
  /** Chunks were kept, not rows. */
  readonly hasChunks: boolean;
  readonly notices: readonly Notice[];
}

/** As JSON, once all rows were read. */
export function writtenMeasure(
  { forms, sameKeys, ...rest }: Measured,
  table: Table,
  hasChunks: boolean,
): string {
  const { total, widths, blankRows } = rest;
  const dateOrders = [...forms.byColumn].map(([key, { dateOrder }]) => [key, dateOrder] as const);
  return JSON.stringify({
    total,
    widths,
    blankRows,
    numbers: forms.numbers,
    dateOrders,
    hasSameKeys: sameKeys !== NO_SAME_KEYS,
    hasChunks,
    notices: table.notices(),
  } satisfies Written);
}

/** Null: nothing was kept. */
export async function readKeptUpload(
  task: ImportTask,
  table: Table,
  { store, signal }: { readonly store: ObjectStore; readonly signal: AbortSignal },
): Promise<KeptUpload | null> {
  if (task.preview === null) return null;
  const { kept, measure } = previewKeys({ taskId: task.taskId, attempt: task.preview });
  if ((await store.stat(measure)) === null || (await store.stat(kept)) === null) return null;
  const bytes = Buffer.concat(await (await store.read(measure, undefined, signal)).toArray());
  const written = JSON.parse(String(bytes)) as Written; // by writtenMeasure
  const { numbers, dateOrders, hasSameKeys, hasChunks, notices, ...rest } = written;
  const object = { key: kept, store, signal };
  return {
    table: { ...(hasChunks ? table : keptTable(table, object)), notices: () => notices },
    chunks: hasChunks ? () => keptChunks(object, table) : null,
    measured: hasSameKeys
      ? null
      : {
          ...rest,
          forms: decidedForms(numbers, dateOrders, task.timeZone),
          sameKeys: NO_SAME_KEYS,
        },
  };
}

/** Once the rows are saved: an attempt that comes after reads the upload itself. */
export async function forgetKeptRows(
  { taskId, preview }: ImportTask,
  { store }: { readonly store: ObjectStore },
): Promise<void> {
  if (preview !== null) await store.remove(previewKeys({ taskId, attempt: preview }).kept);
}
