/**
 * Role of the port: failed rows that come back corrected, in the upload of another import. Used by
 * the runner, for error workbooks.
 */
import type { StoredIssue } from '@longshore/contract';
import type { Cell } from './cell.js';
import type { Place, RowRef } from './place.js';
import type { ImportRun } from './run-ledger.js';

/** How many rows of an import are saved by now, those that later imports corrected too. */
export interface CorrectedRun {
  readonly taskId: string;
  readonly succeeded: number;
  readonly failed: number;
}

/** A failed row that no import has corrected yet. */
export interface WaitingRow {
  readonly place: Place;
  readonly cells: readonly Cell[];
  readonly issues: readonly StoredIssue[];
  /** The row that is corrected: this one, or the one that it was to correct. */
  readonly ref: RowRef;
  /** Where `cells` and `issues` are from: the newest import that failed to correct the row. */
  readonly holder: RowRef;
}

/** An import that failed to correct rows of another, and in which of its parts. */
export interface RowHolder extends Pick<RowRef, 'taskId'> {
  /** Of the rows' own import. */
  readonly part: number;
  readonly holderPart: number;
}

/** Which waiting rows. */
export interface WaitingRowsOptions {
  /** Only rows behind this one. */
  readonly after?: Place;
  /** Only these rows. */
  readonly places?: readonly Place[];
  /** Rows that this import has corrected wait still, for another attempt of it. */
  readonly by?: string;
  /** Only what these imports made of a row counts. Default: any. */
  readonly holders?: readonly string[];
}

/** What the runner needs so that a corrected row counts for the import in which it failed. */
export interface CorrectionLedger {
  /**
   * The secret that seals the ids of a run's failed rows: always the same one, as long as the run
   * is kept. Null: there is no such run, or none any more.
   */
  seal(taskId: string): Promise<string | null>;
  /**
   * Of failed rows of one run, those that still wait: no import has corrected them but `by`, an
   * earlier attempt of which may have.
   */
  waiting(taskId: string, places: readonly Place[], by: string): Promise<Place[]>;
  /** Failed rows of a run that wait still, in reading order, in pages bounded in rows and bytes. */
  waitingRows(taskId: string, options?: WaitingRowsOptions): AsyncIterable<WaitingRow[]>;
  /** Of the waiting rows of a run, those that may hold their cells beside it, ordered by task. */
  holders(taskId: string): Promise<RowHolder[]>;
  /**
   * Keeps with the run how the cells of its failed rows are to be read, in the runner's own words.
   * Of an attempt that was fenced off nothing is kept.
   */
  keepLayout(run: ImportRun, layout: string): Promise<void>;
  /** Null: none was kept. */
  layout(taskId: string): Promise<string | null>;
  /** The runs of which the import `by` has corrected rows, ordered by task. */
  correctedBy(by: string): Promise<CorrectedRun[]>;
}

/** Of the secret that `seal` gives. */
export const SEAL_BYTES = 32;

/** Only one import of an owner and type runs at a time: this one was fenced off. */
export const rowsCorrectedMeanwhile = (by: string): Error =>
  new Error(`Another import has corrected rows meanwhile that task ${by} was to correct.`);

/** The places of each task, tasks in their order: whoever locks several runs locks them so. */
export function placesByTask(refs: readonly RowRef[]): [taskId: string, places: Place[]][] {
  const places = new Map<string, Place[]>();
  for (const { taskId, place } of refs) {
    const known = places.get(taskId);
    if (known === undefined) places.set(taskId, [place]);
    else known.push(place);
  }
  return [...places].sort(([a], [b]) => (a < b ? -1 : 1));
}
