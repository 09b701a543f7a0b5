/** How many rows of a task came to which end, as a run reports them. */

/** Rows of the whole task, earlier attempts included. `total` null: not yet known. */
export interface RowCounts {
  readonly total: number | null;
  readonly succeeded: number;
  readonly failed: number;
  /** Of a batch: those of the failed that a retry may heal. */
  readonly exceptions?: number;
  /** Of a preview: rows looked at, none of which succeeds or fails. */
  readonly looked?: number;
}
