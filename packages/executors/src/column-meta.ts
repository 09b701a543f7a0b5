/**
 * What a column's `.meta()` may say. Written last in the chain of a property:
 * `z.string().min(1).meta({ header: 'SKU' })`.
 */
import type { TaskCaller } from '@longshore/contract';
import type {} from 'zod';
import type { Title } from './title.js';

/** What `.meta()` of a property says about its column, or about a field of the params' form. */
export interface ColumnMeta {
  /** Text of the header cell where a language has no title. Default: the property's name. */
  header?: string;
  /**
   * The header in workbooks and pages of a language; an import takes each. Default: `header`.
   */
  titles?: Partial<Title>;
  /** Further header texts that an import accepts. */
  aliases?: readonly string[];
  /**
   * Excel number format of the cells: `0.00`, `yyyy-mm-dd`. It tells what a `z.date()` is: a format
   * of dates without a time makes it a day (midnight UTC, which no time zone shifts; for columns of
   * the type `date`); any other, and none, makes it a moment, which people read and write as the
   * wall clock of their task's time zone.
   */
  format?: string;
  /**
   * Of a `z.string()`: the text is a decimal number (`numeric`, `DECIMAL`) whose digits are all
   * kept, also those that a double loses. Cells are numbers where Excel keeps all digits.
   */
  numeric?: boolean;
  /** Of a param: what its field in forms says below it. Default: its description. */
  hints?: Partial<Title>;
  /**
   * Of an enum among params: names of its values in forms. The codes of `labels()` (`.out`) bring
   * theirs.
   */
  labels?: Readonly<Record<string, Partial<Title>>>;
  /** Width in characters. */
  width?: number;
  /**
   * Of an import: each cell names a file of the archive that was uploaded, which `save` opens by
   * `attachments.open(name)`. A row that names a file which is not there is refused.
   */
  attachment?: boolean;
  /**
   * Whether the column's values are not for this caller: exports, previews and files of batches
   * show `•••` in every cell instead, which an import refuses in such a column.
   */
  mask?: (caller: TaskCaller) => boolean;
}

declare module 'zod' {
  interface GlobalMeta extends ColumnMeta {}
}
