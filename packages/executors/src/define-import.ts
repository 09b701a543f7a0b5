/** An import type, in one call. The file that default-exports it stands in `executors/imports/`. */
import {
  DUPLICATES,
  type Duplicates,
  IMPORT_MODES,
  type ImportMode,
  ImportPolicy,
} from '@longshore/contract';
import * as z from 'zod';
import { BusinessError } from './business-error.js';
import type { Column } from './column.js';
import { columnsOf } from './columns-of.js';
import type {
  Allow,
  Comparison,
  Current,
  ImportContext,
  ImportExecutor,
  NormalizeKey,
  OnFailed,
  Parse,
  Refusal,
  Remove,
  Row,
  UndoWays,
  ValidRow,
} from './executor.js';
import { fixedColumns } from './fixed-columns.js';
import { callback, checkOptions, commonOptions, count, zodObject } from './options.js';
import type { GivenTitle } from './title.js';

/** What `defineImport` takes. */
export interface ImportDefinition<
  RowSchema extends z.ZodObject,
  Params extends z.ZodObject = z.ZodObject<Record<never, never>>,
> {
  /** Lower-case letters, digits and `-`; unique among imports. */
  type: string;
  title: GivenTitle;
  /** The one definition of a row: template, parser and validator. */
  row: RowSchema;
  /** What an upload is asked for beside its file, as `options.params`. Default: nothing. */
  params?: Params;
  /** The column, or columns, that name a row. */
  key?: KeyOf<RowSchema> | readonly KeyOf<RowSchema>[];
  /**
   * Rows of one upload with the same key: `refuse` (default) all but the first, or save the `first`
   * or the `last` of them and tell how many gave way. An upload may choose otherwise.
   */
  duplicates?: Duplicates;
  /**
   * Keys are compared without outer white space and width, with case; after that as this function
   * returns them: `(text) => text.toUpperCase()`.
   */
  normalizeKey?: NormalizeKey;
  /**
   * Writes the rows through `tx`. What it returns are rows the business says no to, as `refuse` of
   * its context makes them; these must not have been written.
   * It may be called again with a part of the same rows, after its writes were undone.
   */
  save(
    rows: readonly ValidRow<z.output<RowSchema>>[],
    context: SaveContext<z.output<Params>, KeyOf<RowSchema>>,
  ): SaveResult<KeyOf<RowSchema>> | Promise<SaveResult<KeyOf<RowSchema>>>;
  /**
   * The stored rows that have one of these keys, each with every property of `row`, so that a
   * preview knows what would be created and changed, and a confirmed import overwrites nothing that
   * somebody changed since. A preview then tries `save` in transactions that are undone: what
   * `save` does beside `tx` would stay. It needs `key`; `currentRows` and `upsertInto` of
   * `@longshore/postgres` and `@longshore/mysql` make one.
   */
  current?: Current;
  /**
   * What `save` would do, told without trying it: of `upsertInto`, for tables that only store what
   * they are given. It needs `current`, and the same `key`.
   */
  comparison?: Comparison;
  /**
   * `chunked` (default): each chunk is a transaction of its own. `whole`: all rows are saved in one
   * transaction, and the result shows every row with its outcome.
   */
  mode?: ImportMode;
  /**
   * When rows fail: `skip` (default) saves the others; `all-or-nothing` saves none; `{ maxErrors: n
   * }` ends the import once more than n rows have failed. Of several policies the first is the
   * default, and an upload may choose another one as `options.policy`; of `maxErrors` a smaller
   * number, too.
   */
  policy?: ImportPolicy | readonly [ImportPolicy, ...ImportPolicy[]];
  /** False: no preview. Default true. */
  preview?: boolean;
  /**
   * Keeps what each row was before, in the transaction that saves it, so that an import can be
   * undone as long as it is kept. Rows that it changed are put back by `save`, which gets the
   * values that `current` gave; rows that it created go by `remove`. It needs `key`, `current` and
   * `remove`, which `upsertInto` gives. Default false.
   */
  undo?: boolean;
  /**
   * Tells in a file what became of each row: time, file, sheet, row, key, result. Costs a text a
   * chunk in its transaction. Default false.
   */
  detail?: boolean;
  /** Removes the rows that have these keys through `tx`; for an undo. */
  remove?: Remove;
  /** Rows in one transaction. Default 500. */
  chunkRows?: number;
  /** Default 1,048,575: one sheet. */
  maxRows?: number;
  ttlMs?: number;
  maxAttempts?: number;
  /** Tasks of this type that run at once, over all workers and owners. Default: no limit. */
  maxRunning?: number;
  /**
   * The database may say nothing for so long while a statement waits; then the attempt ends, and
   * another one takes over. Default 60,000.
   */
  statementTimeoutMs?: number;
  /**
   * Texts of this type have no header and no delimiter: where its columns stand in each line, as
   * first and last character from 1 on: `{ sku: [1, 8], name: [9, 40] }`. Workbooks are read as
   * ever. Characters are those of the decoded text: a full-width one is one, whatever its bytes.
   */
  fixedWidth?: FixedWidth<KeyOf<RowSchema>>;
  /** Replaces the reading of a workbook. */
  parse?: Parse;
  /** A batch type that is started, without params, once the rows of an upload are saved. */
  thenBatch?: string;
  onFailed?: OnFailed;
  /** Who may see the type and start its imports. Default: everyone who is signed in. */
  allow?: Allow;
}

/** What `save` works with. */
export interface SaveContext<Params, Column extends string> extends ImportContext<Params> {
  /** The refusal of a row, for `save` to return. `column` null: the row as a whole. */
  refuse(
    row: Pick<ValidRow, 'number' | 'part'>,
    column: Column | null,
    code: string,
    message: Refusal['message'],
  ): Refusal<Column>;
}

type KeyOf<RowSchema extends z.ZodObject> = keyof z.output<RowSchema> & string;
// biome-ignore lint/suspicious/noConfusingVoidType: a save that only writes has nothing to return
type SaveResult<Column extends string = string> = readonly Refusal<Column>[] | void;

/** By property, its first and its last character. */
type FixedWidth<Key extends string> = { readonly [key in Key]?: readonly [number, number] };

const DEFAULT_CHUNK_ROWS = 500;

type Options = z.output<typeof Options>;
const Options = z.strictObject({
  ...commonOptions,
  params: zodObject.optional(),
  key: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  duplicates: z.enum(DUPLICATES).default('refuse'),
  normalizeKey: callback.optional(),
  save: callback,
  current: callback.optional(),
  comparison: z.custom<Comparison>((value) => value instanceof Object).optional(),
  mode: z.enum(IMPORT_MODES).default('chunked'),
  policy: z.union([ImportPolicy, z.tuple([ImportPolicy], ImportPolicy)]).default('skip'),
  preview: z.boolean().default(true),
  undo: z.boolean().default(false),
  detail: z.boolean().default(false),
  remove: callback.optional(),
  chunkRows: count.default(DEFAULT_CHUNK_ROWS),
  fixedWidth: z.record(z.string(), z.tuple([count, count])).optional(),
  parse: callback.optional(),
  thenBatch: z.string().optional(),
});

/** Throws BusinessError: an option it does not know, or one that cannot work. */
export function defineImport<
  RowSchema extends z.ZodObject,
  Params extends z.ZodObject = z.ZodObject<Record<never, never>>,
>(options: ImportDefinition<RowSchema, Params>): ImportExecutor {
  const checked = checkOptions('defineImport', Options, options);
  const {
    type,
    title,
    row,
    key,
    duplicates,
    mode,
    policy,
    preview,
    chunkRows,
    maxRows,
    ttlMs,
    maxAttempts,
    maxRunning,
    statementTimeoutMs,
    fixedWidth,
    onFailed,
    allow,
  } = checked;
  // The runner hands in what `row` parsed: by then the rows have the type that this executor
  // declared.
  const save = options.save as (
    rows: readonly ValidRow[],
    context: SaveContext<Row, string>,
  ) => SaveResult | Promise<SaveResult>;
  const columns = columnsOf(row);
  if (options.current !== undefined && key === undefined)
    throw new BusinessError('defineImport: current needs key, the columns that name a row');
  return {
    kind: 'import',
    type,
    title,
    row,
    columns,
    params: (options.params ?? z.object({})).strict(),
    key: checkedKey(row, key ?? []),
    duplicates,
    normalizeKey: options.normalizeKey ?? null,
    save: async (rows, context) =>
      (await save(rows, { ...context, refuse: refusalOf }))?.map((refusal) =>
        withHeader(refusal, columns),
      ),
    current: options.current ?? null,
    comparison: comparisonOf(checked),
    mode,
    policies: Array.isArray(policy) ? policy : [policy],
    preview,
    undo: undoWays(options),
    detail: options.detail ?? false,
    chunkRows,
    maxRows,
    ttlMs: ttlMs ?? null,
    maxAttempts: maxAttempts ?? null,
    maxRunning: maxRunning ?? null,
    statementTimeoutMs,
    fixedWidth: fixedWidth === undefined ? null : fixedColumns(columns, fixedWidth),
    parse: options.parse ?? null,
    thenBatch: options.thenBatch ?? null,
    onFailed: onFailed ?? null,
    allow: allow ?? null,
  };
}

const refusalOf: SaveContext<Row, string>['refuse'] = (
  { number, part },
  column,
  code,
  message,
) => ({
  row: number,
  part,
  column,
  code,
  message,
});

/** Null where it knows another `save`, or would take rows with several keys for one. */
function comparisonOf({
  comparison,
  current,
  save,
  key = [],
}: Pick<Options, 'comparison' | 'current' | 'save' | 'key'>): Comparison | null {
  if (comparison === undefined || current === undefined || comparison.save !== save) return null;
  return comparison.key.join('\n') === [key].flat().join('\n') ? comparison : null;
}

function undoWays({
  undo = false,
  key,
  current,
  remove,
}: Pick<ImportDefinition<z.ZodObject>, 'undo' | 'key' | 'current' | 'remove'>): UndoWays | null {
  if (!undo) return null;
  const missing = Object.entries({ key, current, remove }).flatMap(([name, given]) =>
    given === undefined ? [name] : [],
  );
  if (current !== undefined && remove !== undefined && missing.length === 0)
    return { current, remove };
  throw new BusinessError(
    `defineImport: undo needs key, current and remove, which upsertInto gives; there is no ${missing.join(', ')}`,
  );
}

/** A save names the property; people know the header. */
const withHeader = (refusal: Refusal, columns: readonly Column[]): Refusal => ({
  ...refusal,
  column: columns.find(({ key }) => key === refusal.column)?.header ?? refusal.column ?? null,
});

function checkedKey(row: z.ZodObject, key: string | readonly string[]): readonly string[] {
  const names = [key].flat();
  const unknown = names.filter((name) => !Object.hasOwn(row.shape, name));
  if (unknown.length === 0) return names;
  throw new BusinessError(
    `key: the row has no column ${unknown.join(', ')}; it has ${Object.keys(row.shape).join(', ')}`,
  );
}
