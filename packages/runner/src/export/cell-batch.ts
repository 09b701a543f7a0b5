/** A batch of cells on its way to a writer. */
import type { PageKey } from '@longshore/database';

/** Cells of some rows. */
export interface CellBatch<Cells> {
  readonly cells: Cells;
  /**
   * Key of the last row, asked before the next batch; null within a page, or where there is none.
   */
  readonly key: () => PageKey | null;
}
