/** An export type, in one call. The file that default-exports it stands in `executors/exports/`. */

import type { Pages } from '@longshore/database';
import * as z from 'zod';
import { BusinessError } from './business-error.js';
import { columnsOf } from './columns-of.js';
import type { Allow, ExportContext, ExportExecutor, ExportTemplate, OnFailed } from './executor.js';
import { callback, checkOptions, commonOptions, zodObject } from './options.js';
import type { GivenTitle } from './title.js';

/** What `defineExport` takes. */
export interface ExportDefinition<RowSchema extends z.ZodObject, Params extends z.ZodObject> {
  /** Lower-case letters, digits and `-`; unique among exports. */
  type: string;
  title: GivenTitle;
  /** The one definition of a row: columns, formats and labels. */
  row: RowSchema;
  /** What a caller may ask for. Default: nothing. */
  params?: Params;
  /** The rows to go out, in pages; with a `count()` the progress knows its total. */
  rows(query: z.output<Params>, context: ExportContext): Pages<z.output<RowSchema>>;
  /**
   * In an export to `zip` each value of this column has a workbook of its own, named by it. The
   * rows should come sorted by it: a value that comes again begins another workbook.
   */
  fileBy?: keyof z.output<RowSchema> & string;
  /**
   * A workbook of one's own, with logo and lines above: in an export to `xlsx` header and rows
   * stand below the last row of its first sheet, and all else stays as it is. An attempt that takes
   * over begins such a file anew.
   */
  template?: ExportTemplate;
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
  onFailed?: OnFailed;
  /** Who may see the type and start its exports. Default: everyone who is signed in. */
  allow?: Allow;
}

const Options = z.strictObject({
  ...commonOptions,
  params: zodObject.optional(),
  rows: callback,
  fileBy: z.string().optional(),
  template: callback.optional(),
});

/** Throws BusinessError: an option it does not know, or one that cannot work. */
export function defineExport<
  RowSchema extends z.ZodObject,
  Params extends z.ZodObject = z.ZodObject<Record<never, never>>,
>(options: ExportDefinition<RowSchema, Params>): ExportExecutor {
  const {
    type,
    title,
    row,
    maxRows,
    ttlMs,
    maxAttempts,
    maxRunning,
    statementTimeoutMs,
    fileBy = null,
    onFailed,
    allow,
  } = checkOptions('defineExport', Options, options);
  return {
    kind: 'export',
    type,
    title,
    row,
    columns: columnsOf(row),
    params: (options.params ?? z.object({})).strict(),
    // The runner hands in what `params` parsed: by then the query has the type that this executor
    // declared.
    rows: options.rows as ExportExecutor['rows'],
    fileBy: knownColumn(fileBy, row),
    template: options.template ?? null,
    maxRows,
    ttlMs: ttlMs ?? null,
    maxAttempts: maxAttempts ?? null,
    maxRunning: maxRunning ?? null,
    statementTimeoutMs,
    onFailed: onFailed ?? null,
    allow: allow ?? null,
  };
}

function knownColumn(fileBy: string | null, row: z.ZodObject): string | null {
  if (fileBy === null || Object.hasOwn(row.shape, fileBy)) return fileBy;
  throw new BusinessError(
    `fileBy: the row has no column ${fileBy}; it has ${Object.keys(row.shape).join(', ')}`,
  );
}
