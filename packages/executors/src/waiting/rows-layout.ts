/**
 * How the cells of an import's failed rows are to be read once its upload is no longer at hand:
 * kept beside the run in the business's database. The runner writes it.
 */
import type { NumberForms, TextForms } from '../text-evidence.js';

/** The sheets of an upload, and how it writes numbers and dates. */
export interface RowsLayout {
  readonly parts: readonly PartLayout[];
  readonly numbers: NumberForms;
  /** By the key of a date column. */
  readonly dateOrders: Readonly<Record<string, TextForms['dateOrder']>>;
}

/** One sheet. */
export interface PartLayout {
  readonly sheetName: string;
  /** The file of an archive; null: the upload was none. */
  readonly fileName: string | null;
  /** Its header may have properties in place of headers. */
  readonly namesProperties: boolean;
  /** As it stands in the upload. */
  readonly header: readonly string[];
  /** Cells of the widest row. */
  readonly width: number;
  /** A row with more cells than the header has lost its columns. */
  readonly refusesExtras: boolean;
  /** Which property stands where; behind all cells, what the upload lacks and is read as blank. */
  readonly places: readonly { readonly key: string; readonly index: number }[];
}

/** Words for the port. */
export const layoutText = (layout: RowsLayout): string => JSON.stringify(layout);

/** Of `layoutText`. */
export const parseLayout = (text: string): RowsLayout => JSON.parse(text) as RowsLayout; // its words
