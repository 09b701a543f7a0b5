/** The rows of an import, wherever they come from: an upload, or rows that were corrected. */
import type { Corrections } from './corrections/corrections.js';
import type { FileForms } from './file-forms.js';
import type { Table } from './import-table.js';
import type { Measured } from './measure.js';
import type { KeptChunks } from './preview/kept-upload.js';

export interface OpenedTable {
  readonly table: Table;
  /** Null: no row corrects one of an earlier import. */
  readonly corrections: Corrections | null;
  /** Left out where the texts of the upload decide them. */
  readonly forms?: FileForms;
  /** What a preview measured; left out, or null: nothing that holds. */
  readonly measured?: Measured | null;
  /** What a preview kept of the rows; left out, or null: nothing. */
  readonly chunks?: KeptChunks | null;
}
