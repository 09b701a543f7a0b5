/** Body of a preview: what an import would do, before anything is saved. */
import * as z from 'zod';
import { count, taskId } from './schema-parts.js';

/**
 * How much a preview knows: `differences` from the database, where `save` was tried and undone; or
 * only what the `checks` of the rows say.
 */
export const PREVIEW_DEPTHS = ['differences', 'checks'] as const;
/** How much a preview knows. */
export type PreviewDepth = (typeof PREVIEW_DEPTHS)[number];

/**
 * Rows by what would become of them: create + update + same + checked + remove + failed = total.
 * `checked`: nothing is wrong with them, and more is not known. Of an undo: `remove` those that the
 * import created, `update` those that are put back, `failed` those that are left as they are.
 */
export const PreviewCounts = z.object({
  total: count,
  create: count,
  update: count,
  same: count,
  checked: count,
  remove: count,
  failed: count,
});
export type PreviewCounts = z.infer<typeof PreviewCounts>;

/** A row as Excel shows it, its sheet, of an import that reads several, its file of an archive. */
const at = {
  row: z.int().min(1),
  sheet: z.string().optional(),
  file: z.string().optional(),
};
const cell = z.union([z.string(), z.number(), z.boolean()]).nullable();

/** One cell that would change. */
export const Difference = z.object({
  ...at,
  /** What names the row. */
  key: z.string(),
  /** The header in the language of the call. */
  column: z.string(),
  before: cell,
  after: cell,
});
export type Difference = z.infer<typeof Difference>;

/** Issues of one kind in one column. */
export const Cause = z.object({
  code: z.string(),
  column: z.string().nullable(),
  /** The sentence of the first of them. */
  message: z.string(),
  /** Others of them say something else, such as another number of a row. */
  varies: z.boolean(),
  rows: count,
  first: z.array(z.object(at)),
});
export type Cause = z.infer<typeof Cause>;

/** Body of an undo: with `preview` it only tells what it would do, until it is confirmed. */
export const UndoIn = z.strictObject({ preview: z.boolean().default(false) });
export type UndoIn = z.input<typeof UndoIn>;

/** Answer: what can be undone of an import. */
export const UndoOut = z.object({
  taskId,
  /** Rows that are kept as they were before; 0: there is nothing to undo. */
  rows: count,
  /** The newest undo that has begun; null: none has. */
  undoneBy: taskId.nullable(),
});
export type UndoOut = z.infer<typeof UndoOut>;

/** Answer: what a task that imports, or undoes an import, would do. */
export const PreviewOut = z.object({
  taskId,
  /** The import that the task would undo; null: it would save rows. */
  undoes: taskId.nullable(),
  depth: z.enum(PREVIEW_DEPTHS),
  /** All rows were looked at; false: the preview runs, and tells what it found so far. */
  complete: z.boolean(),
  counts: PreviewCounts,
  /** So many rows fail that the import would end without saving the others, by its policy. */
  stops: z.boolean(),
  /** Rows that the import would save, of some of which nothing changes. */
  saves: count,
  /** The headers of the columns that name a row. */
  keyColumns: z.array(z.string()),
  /** The first 50. */
  differences: z.array(Difference),
  /** The most frequent first. */
  causes: z.array(Cause),
  /** Issues of causes that are not listed, of which there are very many. */
  otherIssues: count,
});
export type PreviewOut = z.infer<typeof PreviewOut>;
