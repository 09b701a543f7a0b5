/** The rows of an import, wherever they come from: an upload, or rows that were corrected. */
import type { Corrections } from './corrections/corrections.js';
import type { FileForms } from './file-forms.js';
import type { Table } from './import-table.js';
import type { Measured } from './measure.js';

export interface OpenedTable {
  readonly table: Table;
  /** Null: no row corrects one of an earlier import. */
  readonly corrections: Corrections | null;
  /** Left out where the texts of the upload decide them. */
  readonly forms?: FileForms;
  /** Left out, or null, where the first pass is still to be made. */
  readonly measured?: Measured | null;
}
