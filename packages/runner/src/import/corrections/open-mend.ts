/**
 * The rows of an import that corrects failed rows of another in the page: the rows that wait, with
 * the edits of its upload applied, read from the business's database. Each stands where it stood in
 * the first upload, so that all attempts see the same rows in the same order.
 */
import { AppError } from '@longshore/contract';
import type { Database } from '@longshore/database';
import {
  editedPlaces,
  headerKey,
  type ImportExecutor,
  isBlank,
  openWaitingTable,
  type RowEdits,
  rowEditor,
  type TextForms,
  type WaitingPart,
  type WaitingTable,
} from '@longshore/executors';
import type { ObjectStore } from '@longshore/storage';
import type { ImportTask } from '@longshore/tasks';
import { zoneInstant } from '@longshore/workbook/dates';
import { NO_ATTACHMENTS } from '../archive/attachments.js';
import type { FileForms } from '../file-forms.js';
import type { Table, TablePart, TableRow } from '../import-table.js';
import type { OpenedTable } from '../opened-table.js';
import { holdsNumbers } from '../place-columns.js';

interface OpenOptions {
  readonly task: ImportTask;
  readonly executor: ImportExecutor;
  readonly store: ObjectStore;
  readonly database: Pick<Database, 'corrections' | 'undo'>;
  readonly signal: AbortSignal;
}

/** Its first reading, to the end, decides: it throws AppError when none of the rows waits. */
export async function openMend({
  task,
  executor,
  store,
  database: { corrections: ledger, undo },
  signal,
}: OpenOptions): Promise<OpenedTable> {
  const edits = await readEdits(task, store, signal);
  const { columns } = executor;
  const asked = { columns, taskId: edits.of, by: task.taskId };
  const waiting = ledger === null ? null : await openWaitingTable({ ledger, ...asked });
  if (waiting === null) throw new AppError('rows_not_kept');
  const places = editedPlaces(edits);
  const edited = rowEditor(edits);
  const parts = waiting.parts.map((part) => tablePart(part, executor.key));
  const corrections = { left: 0 };
  const admitted = new Set<string>();
  /** No row of an import that was undone is saved. */
  const admit = async (taskId: string) => {
    if (admitted.has(taskId)) return;
    if (((await undo?.state(taskId))?.undoneBy ?? null) !== null)
      throw new AppError('import_undone');
    admitted.add(taskId);
  };
  const table: Table = {
    parts,
    unread: [],
    delimiter: null,
    notices: () => [],
    attachments: NO_ATTACHMENTS,
    junk: [],
    async *rows({ onBlankRow } = {}) {
      let met = 0;
      for await (const page of waiting.rows(places && { places })) {
        signal.throwIfAborted();
        const batch: TableRow[] = [];
        for (const { place, ref, ...row } of page) {
          const part = parts[place.part - 1];
          const cells = edited({ place, ref, ...row });
          if (cells === null || part === undefined) continue;
          met += 1;
          await admit(ref.taskId);
          if (cells.every(isBlank)) onBlankRow?.(part, place.row);
          else batch.push({ place, part, cells, corrects: ref });
        }
        if (batch.length > 0) yield batch;
      }
      if (met === 0) throw new AppError('corrected_before');
      corrections.left = (places?.length ?? met) - met;
    },
  };
  return { table, corrections, forms: formsOf(waiting, executor, task.timeZone) };
}

async function readEdits(
  { upload }: ImportTask,
  store: ObjectStore,
  signal: AbortSignal,
): Promise<RowEdits> {
  const bytes = Buffer.concat(await (await store.read(upload.key, undefined, signal)).toArray());
  return JSON.parse(String(bytes)) as RowEdits; // written by the API
}

function tablePart(part: WaitingPart, key: readonly string[]): TablePart {
  const { number, sheetName, fileName, header, namesProperties, refusesExtras, places } = part;
  return {
    number,
    sheetName,
    fileName,
    namesProperties,
    header,
    above: 0,
    headerRow: 0,
    // its notices were those of the first upload
    leftOut: header.map(headerKey),
    remembered: null,
    isChosenAgain: false,
    refusesExtras,
    places,
    numberColumns: places.flatMap(({ column, index }) => (holdsNumbers(column) ? [index] : [])),
    hasRowIds: false,
    keyPlaces: places.filter(({ column }) => key.includes(column.key)),
    attachmentPlaces: places.filter(({ column }) => column.isAttachment),
  };
}

/** As the first upload writes them: what is typed in the page is read like its texts. */
function formsOf(
  { numbers, dateOrders }: WaitingTable,
  { columns }: ImportExecutor,
  timeZone: string,
): FileForms {
  const instantOf = zoneInstant(timeZone);
  const byColumn = new Map(
    columns.map(({ key }): [string, TextForms] => [
      key,
      { ...numbers, dateOrder: dateOrders[key] ?? null, instantOf },
    ]),
  );
  return { numbers, byColumn };
}
