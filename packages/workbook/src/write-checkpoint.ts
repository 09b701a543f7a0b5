/**
 * Places from which another process can go on writing a file, to the same bytes. Told by writeXlsx
 * and writeCsv, kept by exports.
 */

/** A place in a file that is being written; JSON can hold it when `place` can be held. */
export interface WriteCheckpoint {
  /** Bytes of the file until here. */
  readonly sizeBytes: number;
  /** As the caller's `place` gave it: what is needed to give the rows from here on. */
  readonly place: unknown;
  /** What the writer itself needs; only the version that made it can read it. */
  readonly writer: unknown;
}

/** How a file is written that another process may finish. */
export interface CheckpointOptions {
  /**
   * Hears of each place from which the writing can go on, before a byte behind the place is given.
   */
  readonly onCheckpoint?: (checkpoint: WriteCheckpoint) => void;
  /**
   * Goes on from a checkpoint that was told for the same columns and options: gives the bytes from
   * there on, and expects the rows from there on.
   */
  readonly from?: WriteCheckpoint | undefined;
}

/** Rows that another process may go on with. */
export interface PlacedRows {
  /**
   * Asked when a batch is used up, at intervals of some MiB: what is needed to give the rows behind
   * it; null where they cannot be given. Default: null. The bytes depend on where batches end, so a
   * caller who has places ends them at the same rows each time.
   */
  readonly place?: () => unknown;
}
