/**
 * Role of the port: the rows that imports changed, as they were before, so that an import can be
 * undone. Used by the runner; what stands in `text` only the runner knows.
 */

/** Rows of one transaction as they were before it, to be kept with the run of an import. */
export interface RowsToKeep {
  /** The import that they are undone with: that of the chunk, or the one whose rows it corrects. */
  readonly taskId: string;
  readonly rows: number;
  readonly text: string;
}

/** Kept rows; a later transaction has a higher number. */
export interface KeptRows {
  readonly number: number;
  /** The import that changed them: a later one where they correct rows. */
  readonly madeBy: string;
  readonly rows: number;
  readonly text: string;
}

/** What a chunk of an undo did. */
export interface UndoneRows {
  /** The kept rows, which go. */
  readonly number: number;
  /** Of them, rows that were removed, or had been. */
  readonly removed: number;
}

/** Where the undo of an import stands. */
export interface UndoState {
  /** Rows that are kept, and can be undone. */
  readonly rows: number;
  /** The newest undo that has begun; null: none has. */
  readonly undoneBy: string | null;
}

/** What the runner needs to undo an import exactly once. */
export interface UndoLedger {
  /** Null: there is no such run, or none any more. */
  state(taskId: string): Promise<UndoState | null>;
  /**
   * From now on the import writes nothing more, and no later import corrects its rows. Waits for a
   * chunk in flight. May be done again.
   */
  begin(taskId: string, by: string): Promise<void>;
  /** The newest rows that are kept, among those with a number below `before`. */
  newest(taskId: string, before?: number): Promise<KeptRows | null>;
  /** How many rows the undo `by` has removed. */
  removedBy(by: string): Promise<number>;
}

/** A chunk of an undo that another one has done: it was fenced off. */
export const rowsUndoneMeanwhile = (by: string): Error =>
  new Error(`Another undo has undone rows meanwhile that task ${by} was to undo.`);
