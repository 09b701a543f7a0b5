/**
 * An executor as the runner and the API see it, its types erased; defineExport, defineImport
 * and defineBatch make them.
 */
import type { Readable } from 'node:stream';
import type {
  Duplicates,
  ImportMode,
  ImportPolicy,
  Kind,
  Locale,
  TaskCaller,
  Words,
} from '@longshore/contract';
import type { Cell, Pages, Sql, Transaction } from '@longshore/database';
import type * as z from 'zod';
import type { BatchExecutor } from './batch-executor.js';
import type { Row, RowExecutorBase } from './executor-base.js';
import type { RoutineExecutor } from './routine-executor.js';

export type * from './executor-base.js';

/** What `rows` of an export works with; its language and zone are those of the task. */
export interface ExportContext extends Locale {
  /** One read-only snapshot for the whole export. */
  readonly db: Sql;
  readonly signal: AbortSignal;
  readonly owner: string;
  /** For whom the rows go out. */
  readonly caller: TaskCaller;
}

/** An export type, as `defineExport` returns it. */
export interface ExportExecutor extends RowExecutorBase {
  readonly kind: 'export';
  /** Refuses names it does not know. */
  readonly params: z.ZodObject;
  rows(query: Row, context: ExportContext): Pages<Row>;
  /** The property of which each value has a workbook of its own in an archive; null: none. */
  readonly fileBy: string | null;
  /** A workbook that its rows are filled into; null: they have one of their own. */
  readonly template: ExportTemplate | null;
}

/** The bytes of an `.xlsx` workbook, perhaps one for each language. */
export type ExportTemplate = (context: Locale) => Uint8Array | Promise<Uint8Array>;

/** A row that passed the schema. */
export interface ValidRow<Value = Row> {
  /** From 1: the sheet of the workbook, or the workbook of the zip, in reading order. */
  readonly part: number;
  /** The row of that part as Excel shows it. */
  readonly number: number;
  readonly value: Value;
  /**
   * `<task>/<part>/<row>`: the same however often the row is handed to `save`, for services that
   * take each key once.
   */
  readonly idempotencyKey: string;
}

/** The business says no to a row, which then must not have been written. */
export interface Refusal<Column extends string = string> {
  /** The row as Excel shows it. */
  readonly row: number;
  /** The part of the row. Default 1. */
  readonly part?: number;
  /** In a `save`: the property. To the runner: the header. Left out: the row as a whole. */
  readonly column?: Column | null;
  readonly code: string;
  /** A few words, shown after the column's header; perhaps in each language. */
  readonly message: Words;
}

/** What `save` of an import works with; its language and zone are those of the task. */
export interface ImportContext<Params = Row> extends Locale {
  /**
   * The chunk's transaction: what is written through it commits together with the chunk's outcome,
   * or not at all.
   */
  readonly tx: Transaction;
  readonly signal: AbortSignal;
  readonly owner: string;
  /** For whom the rows are saved. */
  readonly caller: TaskCaller;
  /** What this upload was asked for beside its file, as `params` of the type reads it. */
  readonly params: Params;
  /** The files that stand beside the tables of an archive; of any other upload there is none. */
  readonly attachments: Attachments;
}

/** Files of an archive, by the names that cells hold. */
export interface Attachments {
  /**
   * The bytes of a file. Its name is taken whatever its case, the form of its accents and the sign
   * between folders; the folder may be left out where one file only has the name. Throws when there
   * is no such file.
   */
  open(name: string): Readable;
}

/** An upload, for a parse step of one's own. */
export interface ImportFile {
  /** As the user named it. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes [start, endExclusive). */
  readRange(start: number, endExclusive: number): Promise<Uint8Array>;
  openRange(start: number, endExclusive: number): AsyncIterable<Uint8Array>;
}

/**
 * Rows as they stand in a sheet: index 0 of a row = column A; `numbers[i]` is the number of
 * `rows[i]`, rising. A Date is the wall clock that its cell shows, as UTC, and becomes a moment of
 * the task's zone; a text with an offset (`2026-01-31T08:00Z`) is a moment by itself.
 */
export interface CellBatch {
  readonly rows: readonly (readonly Cell[])[];
  readonly numbers: ArrayLike<number>;
}

/**
 * The table in the file. Its first row is the header. It is read twice, and must be the same both
 * times.
 */
export type Parse = (
  file: ImportFile,
  context: { readonly signal: AbortSignal },
) => AsyncIterable<CellBatch>;

/** A text that two keys share exactly when they name one row. `column`: the property. */
export type NormalizeKey = (text: string, column: string) => string;

/**
 * The rows as the database holds them that have one of these keys, with a value for every property
 * of the row. `keys`: the properties of `key`, of rows that passed the schema.
 */
export type Current = (
  keys: readonly Row[],
  context: ImportContext,
) => Promise<readonly Row[]> | readonly Row[];

/** What would become of a row in the database. */
export type RowFate = 'create' | 'update' | 'same';

/** What is known of rows without a trial of `save`, in their order. */
export interface Compared {
  /** As `stored` of the comparison tells them. */
  readonly states: readonly (string | null)[];
  /** What `save` does with the rows: no more and no less. Null: only a trial can tell. */
  readonly fates: readonly RowFate[] | null;
  /** Texts with which `saveKept` writes the rows later. Null: only `save` can. */
  readonly kept: readonly string[] | null;
}

/**
 * Rows against the database without a trial of `save`, for previews; `upsertInto` makes one. The
 * rows passed the schema, and are of one upload.
 */
export interface Comparison {
  /** The `save` that it knows; with another one it is not asked. */
  readonly save: unknown;
  /** The properties that name a row. */
  readonly key: readonly string[];
  /**
   * Of each stored row a whole number of 64 bits as text, another one once something changes that
   * `save` would write; null: there is no row with this key. In the order of the rows.
   */
  stored(rows: readonly Row[], context: ImportContext): Promise<readonly (string | null)[]>;
  compare(rows: readonly Row[], context: ImportContext): Promise<Compared>;
  /**
   * Does what `fates` told. False, or an error for the data of a row: not every row is as it was;
   * what was written has to be undone. Null: nothing is ever kept, and the rows are saved by
   * `save`.
   */
  readonly saveKept: ((kept: readonly string[], context: ImportContext) => Promise<boolean>) | null;
}

/** Where a column stands in each line: characters from 1, `last` belongs to the column. */
export interface FixedColumn {
  readonly header: string;
  readonly first: number;
  readonly last: number;
}

/** Removes the rows that have these keys, which an import has created. `keys`: as of `Current`. */
export type Remove = (keys: readonly Row[], context: ImportContext) => Promise<void> | void;

/** An import type, as `defineImport` returns it. */
export interface ImportExecutor extends RowExecutorBase {
  readonly kind: 'import';
  /** Refuses names it does not know. */
  readonly params: z.ZodObject;
  /** The columns that name a row; empty: rows have no name. */
  readonly key: readonly string[];
  /** What becomes of rows with a key that stands in the file already, unless the upload says. */
  readonly duplicates: Duplicates;
  /** What a key column's text is compared as; null: as it stands, without outer white space. */
  readonly normalizeKey: NormalizeKey | null;
  /** Rows in one transaction. */
  readonly chunkRows: number;
  /** Where the columns stand in a line of text; null: text is delimited, or JSON lines. */
  readonly fixedWidth: readonly FixedColumn[] | null;
  /** Replaces the reading of a workbook; null: its sheets are read. */
  readonly parse: Parse | null;
  /** The batch type that works on the saved rows afterwards; null: none. */
  readonly thenBatch: string | null;
  save(rows: readonly ValidRow[], context: ImportContext): Promise<readonly Refusal[] | undefined>;
  /** The stored rows of some keys; null: a preview knows only what is wrong with the rows. */
  readonly current: Current | null;
  /** Rows against the database without a trial; null: only a trial of `save` tells. */
  readonly comparison: Comparison | null;
  /** Whether its rows are saved in chunks, or in one transaction. */
  readonly mode: ImportMode;
  /** What an upload may choose for when rows of it fail; the first is the default. */
  readonly policies: readonly [ImportPolicy, ...ImportPolicy[]];
  /** Its uploads can be previewed. */
  readonly preview: boolean;
  /** A file of its imports tells what became of each row. */
  readonly detail: boolean;
  /** What its imports can be undone with; null: they cannot be undone. */
  readonly undo: UndoWays | null;
}

/** What an undo reads and removes rows with; it puts rows back by `save`. */
export interface UndoWays {
  readonly current: Current;
  readonly remove: Remove;
}

/** An executor of a kind whose tasks have rows. */
export type RowExecutor = ExportExecutor | ImportExecutor | BatchExecutor;

/** An executor of any kind. */
export type Executor = RowExecutor | RoutineExecutor;

/** The executor of one kind. */
export type ExecutorOf<K extends Kind> = Extract<Executor, { readonly kind: K }>;
