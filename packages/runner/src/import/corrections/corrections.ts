/**
 * The rows of an upload that come from an error workbook: which earlier row each corrects, and
 * which of them were saved before. Memory is flat.
 */
import { AppError, type StoredIssue } from '@longshore/contract';
import {
  type CorrectionLedger,
  placesByTask,
  type RowRef,
  type UndoLedger,
} from '@longshore/database';
import type { ImportTask, TaskStore } from '@longshore/tasks';
import type { Table, TableRow } from '../import-table.js';
import { PlaceSet } from '../keys/place-set.js';
import { NO_SAME_KEYS, type SameKeys, SameKeysFinder } from '../keys/same-keys.js';
import { isSealedBy, type ReadRowId, readRowId } from './row-id.js';

/** What was found in the first pass over the upload. */
export interface Corrections {
  /** Rows that an earlier upload has saved: they are left out. */
  readonly left: number;
}

interface CorrectionsOptions {
  readonly task: ImportTask;
  readonly tasks: Pick<TaskStore, 'record'>;
  readonly ledger: CorrectionLedger;
  readonly undo: UndoLedger | null;
}

/** The table without rows that were saved before; the others say what they correct. */
export interface CorrectingTable extends Table {
  readonly corrections: Corrections;
}

/** Whether a sheet of the upload has the ids of an error workbook. */
export const hasRowIds = ({ parts }: Table): boolean => parts.some((part) => part.hasRowIds);

/**
 * Its first reading, to the end, decides: it throws AppError when the error workbook is of another
 * owner or type, is no longer known, or when all of its rows were saved before.
 */
export function correctingTable(table: Table, options: CorrectionsOptions): CorrectingTable {
  const found = new Found(options);
  return {
    ...table,
    corrections: found,
    async *rows(asked) {
      for await (const batch of table.rows(asked)) {
        await found.look(batch);
        const rows = batch.filter(({ place }) => !found.isLeft(place));
        if (rows.length > 0) yield rows.map((row) => found.marked(row));
      }
      found.decide();
    },
  };
}

class Found implements Corrections {
  readonly #options: CorrectionsOptions;
  readonly #secrets = new Map<string, string>();
  readonly #left = new PlaceSet();
  readonly #ids = new SameKeysFinder('refuse');
  #twice: SameKeys = NO_SAME_KEYS;
  #rows = 0;
  #isDecided = false;

  constructor(options: CorrectionsOptions) {
    this.#options = options;
  }

  get left(): number {
    return this.#left.size;
  }

  isLeft(place: TableRow['place']): boolean {
    return this.#left.has(place);
  }

  /** In the first reading: asks the database which of the rows wait still. */
  async look(batch: readonly TableRow[]): Promise<void> {
    if (this.#isDecided) return;
    this.#rows += batch.length;
    const read = batch.flatMap((row) => {
      const id = idOf(row);
      return id === null ? [] : [{ row, id }];
    });
    for (const { id } of read) await this.#admit(id.ref.taskId);
    const sealed = read.filter(({ id }) => this.#isSealed(id));
    const waiting = new Set<string>();
    for (const [taskId, places] of placesByTask(sealed.map(({ id }) => id.ref)))
      for (const place of await this.#waiting(taskId, places)) waiting.add(name({ taskId, place }));
    for (const { row, id } of sealed)
      if (waiting.has(name(id.ref))) this.#ids.add(row.place, name(id.ref));
      else this.#left.add(row.place);
  }

  /** After the first reading. */
  decide(): void {
    if (this.#isDecided) return;
    this.#isDecided = true;
    if (this.#rows > 0 && this.left === this.#rows) throw new AppError('corrected_before');
    this.#twice = this.#ids.decide();
  }

  /** With the row that it corrects, or with what is wrong with its id. */
  marked(row: TableRow): TableRow {
    if (row.rowId === undefined) return row;
    const id = idOf(row);
    if (id === null || !this.#isSealed(id)) return { ...row, idIssue: unknownId(row) };
    const first = this.#twice.firstOf(row.place);
    return first === null
      ? { ...row, corrects: id.ref }
      : { ...row, idIssue: idTwice(row, first.row) };
  }

  #isSealed(id: ReadRowId): boolean {
    const secret = this.#secrets.get(id.ref.taskId);
    return secret !== undefined && isSealedBy(id, secret);
  }

  /** Refuses the upload when its rows are of an import that this one cannot go on with. */
  async #admit(taskId: string): Promise<void> {
    if (this.#secrets.has(taskId)) return;
    const { task, tasks, ledger, undo } = this.#options;
    const record = await tasks.record(taskId);
    const secret = record === null ? null : await ledger.seal(taskId);
    if (record === null || secret === null) throw new AppError('error_workbook_gone');
    if (record.kind !== 'import' || record.owner !== task.owner || record.type !== task.type)
      throw new AppError('error_workbook_of_another');
    if (((await undo?.state(taskId))?.undoneBy ?? null) !== null)
      throw new AppError('import_undone');
    this.#secrets.set(taskId, secret);
  }

  #waiting(taskId: string, places: readonly TableRow['place'][]) {
    const { ledger, task } = this.#options;
    return ledger.waiting(taskId, places, task.taskId);
  }
}

const idOf = ({ rowId }: TableRow): ReadRowId | null =>
  rowId === undefined ? null : readRowId(rowId);

const name = ({ taskId, place: { part, row } }: RowRef): string => `${part}/${row}/${taskId}`;

const unknownId = ({ place: { row } }: TableRow): StoredIssue => ({
  row,
  column: null,
  code: 'row_id_unknown',
  values: {},
  message: null,
});

const idTwice = ({ place: { row } }: TableRow, first: number): StoredIssue => ({
  row,
  column: null,
  code: 'row_id_twice',
  values: { first },
  message: null,
});
