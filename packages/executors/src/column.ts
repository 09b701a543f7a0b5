/** One column of a workbook, derived from one property of the row's zod object. */

import type { Language, TaskCaller } from '@longshore/contract';
import type { Cell } from '@longshore/database';
import type { TextForms } from './text-evidence.js';
import type { Title } from './title.js';

/** What a column holds. `decimal`: a number as the text of its digits. */
export type ColumnKind = 'text' | 'integer' | 'number' | 'decimal' | 'boolean' | 'date' | 'label';

/** One column of a workbook: header, kind, and the way between value and cell. */
export interface Column {
  /** Property of the row object. */
  readonly key: string;
  /** Text of the header cell: as declared, or, of a column in a language, its title. */
  readonly header: string;
  /** What people call it, by language: the headers of workbooks in that language. */
  readonly title: Title;
  /** Other header texts that an import accepts: the declared one, aliases, titles. */
  readonly aliases: readonly string[];
  readonly kind: ColumnKind;
  /**
   * Of a date column: its cells are days, which no zone shifts, because its format shows no time.
   * Else they are moments, the wall clock of the task's zone.
   */
  readonly isDay: boolean;
  readonly required: boolean;
  /** Number format of the column's cells (`0.00`, `yyyy-mm-dd`). */
  readonly format: string | null;
  /** Width in characters. */
  readonly width: number | null;
  /** Its cells name files of the archive that was uploaded. */
  readonly isAttachment: boolean;
  /** Of a label column: the labels, in order, for drop-downs. */
  readonly labels: readonly string[] | null;
  /** The author gave the column a codec of their own: only `toCell` knows the cell of a value. */
  readonly hasCustomCodec: boolean;
  /** Whether the values are not for a caller; null: they are for everyone. */
  readonly mask: ((caller: TaskCaller) => boolean) | null;
  /** Every cell shows the sign of a masked value. */
  readonly isMasked: boolean;
  /** Export: the row's value as a cell. */
  toCell(value: unknown): Cell;
  /**
   * Import: the cell as input of the row's schema; what cannot be converted is passed on for the
   * schema to refuse. A Date is the wall clock of its cell, as UTC. `forms`: how the column writes
   * numbers and dates; default: as a file that proves nothing, in UTC.
   */
  fromCell(cell: Cell, forms?: TextForms): unknown;
  /** The column as the workbooks of a language have it; reading takes every language. */
  in(language: Language): Column;
}
