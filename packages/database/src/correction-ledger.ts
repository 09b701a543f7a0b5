/**
 * Role of the port: failed rows that come back corrected, in the upload of another import. Used by
 * the runner, for error workbooks.
 */
import type { Place } from './place.js';

/** A row of an import, by its task. */
export interface RowRef {
  readonly taskId: string;
  readonly place: Place;
}

/** How many rows of an import are saved by now, those that later imports corrected too. */
export interface CorrectedRun {
  readonly taskId: string;
  readonly succeeded: number;
  readonly failed: number;
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
