/**
 * What a chunk of an import leaves beside its rows, within its transaction: one list for every SQL
 * product. A product brings the statements that differ.
 */
import { sqlNoteDetail } from './detail-ledger.js';
import { type Place, type RowRef, refuseStandstill } from './place.js';
import type { ChunkOutcome, FailedRow, ImportRun } from './run-ledger.js';
import type { Transaction } from './sql.js';
import { sqlNoteUndo, type UndoTables } from './sql-undo-ledger.js';

/** Where a product keeps it, and how. */
export interface OutcomeWriting {
  readonly undo: UndoTables;
  /** Name of the table of details. */
  readonly detail: string;
  insertFailedRows(tx: Transaction, taskId: string, rows: readonly FailedRow[]): Promise<void>;
  /** Throws when another import corrected one of the rows meanwhile, or their import is undone. */
  noteCorrected(tx: Transaction, by: string, rows: readonly RowRef[]): Promise<void>;
}

/** `cursor`: of the run before the chunk, behind which it must lead. */
export type NoteOutcome = (
  tx: Transaction,
  run: ImportRun,
  cursor: Place,
  outcome: ChunkOutcome,
) => Promise<void>;

/** For the chunks of a product. */
export function sqlNoteOutcome(writing: OutcomeWriting): NoteOutcome {
  const { undo, detail, insertFailedRows, noteCorrected } = writing;
  const noteUndo = sqlNoteUndo(undo);
  const noteDetail = sqlNoteDetail(undo.builder, detail);
  return async (tx, run, cursor, outcome) => {
    refuseStandstill(run.taskId, cursor, outcome.cursor);
    await insertFailedRows(tx, run.taskId, outcome.failed);
    await noteCorrected(tx, run.taskId, outcome.corrected ?? []);
    await noteUndo(tx, run, outcome);
    await noteDetail(tx, run, outcome);
  };
}
