/** Failed rows of an import that wait to be corrected, and their correction in the page. */
import * as z from 'zod';
import { Counts, count, phase, taskId } from './schema-parts.js';

/** A cell as a page shows it: a date is text. */
export const ShownCell = z.union([z.string(), z.number(), z.boolean()]).nullable();
export type ShownCell = z.infer<typeof ShownCell>;

/** A row as Excel shows it; its sheet, of an import that reads several; its file, of an archive. */
const at = {
  row: z.int().min(1),
  sheet: z.string().optional(),
  file: z.string().optional(),
};

/** By which rows fail alike. `value` left out: whatever the cell holds. */
const cause = {
  code: z.string().min(1).max(200),
  /** The header as the upload has it; null: the row as a whole. */
  column: z.string().max(32_767).nullable(),
  value: ShownCell.optional(),
};

/** Names a cause. */
export const RowCause = z.object(cause);
export type RowCause = z.infer<typeof RowCause>;

const MOST_ROWS_SHOWN = 200;
const DEFAULT_ROWS_SHOWN = 50;

/**
 * With each character as nine bytes of an address it stays below Node's limit of a request's head.
 */
const LONGEST_CAUSE = 1_500;

/** Query: `cause` is a RowCause as JSON. */
export const FailedRowsQuery = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,9}\.\d{1,9}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS_SHOWN).default(DEFAULT_ROWS_SHOWN),
  cause: z.string().min(1).max(LONGEST_CAUSE).optional(),
  q: z.string().min(1).max(200).optional(),
});
export type FailedRowsQuery = z.input<typeof FailedRowsQuery>;

/** A column of the upload. */
export const MendColumn = z.object({
  /** Its header, or what names it where it has none, or that of another column. */
  name: z.string(),
  /** The import reads it. */
  known: z.boolean(),
  required: z.boolean(),
  /** What it takes; null: anything. */
  labels: z.array(z.string()).nullable(),
  /** Its values are not for the caller. */
  masked: z.boolean(),
});
export type MendColumn = z.infer<typeof MendColumn>;

/** A failed row. */
export const FailedRowOut = z.object({
  ...at,
  cells: z.record(z.string(), ShownCell),
  issues: z.array(
    z.object({
      column: z.string().nullable(),
      code: z.string(),
      message: z.string(),
      value: ShownCell,
    }),
  ),
});
export type FailedRowOut = z.infer<typeof FailedRowOut>;

/** Rows that fail alike. */
export const CountedCause = z.object({
  ...cause,
  /** The sentence of the first of them. */
  message: z.string(),
  /** Others of them say something else, such as another number of a row. */
  varies: z.boolean(),
  rows: count,
});
export type CountedCause = z.infer<typeof CountedCause>;

/** Answer: rows that wait to be corrected. */
export const FailedRowsOut = z.object({
  columns: z.array(MendColumn),
  items: z.array(FailedRowOut),
  /** Null: there is nothing further. */
  nextCursor: z.string().nullable(),
  /** Null: only the first page counts them. */
  causes: z.array(CountedCause).nullable(),
  /** Issues of causes that are not listed, of which there are very many. */
  otherIssues: count,
  /** Rows whose causes were counted. */
  looked: count,
  /** Rows that wait still; null: more than were looked at, or this is not the first page. */
  waiting: count.nullable(),
  /** Of the import. */
  counts: Counts,
});
export type FailedRowsOut = z.infer<typeof FailedRowsOut>;

const MOST_ROWS_MENDED = 1_000;
const LAST_ROW = 999_999_999;

/** Body: edits of rows, by header, or one value for all rows of a cause. */
export const MendRowsIn = z.union([
  z.strictObject({
    rows: z
      .array(
        z.strictObject({
          ...at,
          row: z.int().min(1).max(LAST_ROW),
          values: z.record(z.string(), ShownCell),
        }),
      )
      .min(1)
      .max(MOST_ROWS_MENDED),
  }),
  z.strictObject({ cause: z.strictObject(cause), value: ShownCell }),
]);
export type MendRowsIn = z.infer<typeof MendRowsIn>;

/** Answer: how the correction ended. */
export const MendRowsOut = z.object({
  state: z.literal(true),
  message: z.string(),
  /** Of the correction; null: none of the rows waited any more. */
  taskId: taskId.nullable(),
  phase: phase.nullable(),
  /** Rows that are saved now. */
  succeeded: count,
  /** Rows that failed again, all of them. */
  failed: count,
  /** Of the rows that were named, those that are saved; empty for a cause. */
  saved: z.array(z.object(at)),
  /** The first 100 of those that failed again. */
  failing: z.array(FailedRowOut),
  /** Of the rows that were named, those that no longer waited. */
  left: z.array(z.object(at)),
  /** Of the import in which the rows failed first. */
  counts: Counts,
});
export type MendRowsOut = z.infer<typeof MendRowsOut>;
