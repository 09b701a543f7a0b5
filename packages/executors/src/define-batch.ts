/** A batch type, in one call. The file that default-exports it stands in `executors/batches/`. */
import type { BatchSource, SqlText } from '@longshore/database';
import * as z from 'zod';
import type { BatchContext } from './batch-context.js';
import type {
  BatchExecutor,
  BatchOutcome,
  ProcessContext,
  RecordRefusal,
  ThrottleContext,
} from './batch-executor.js';
import { batchSource, type SourceDefinition, SourceOptions } from './batch-source-of.js';
import { BusinessError } from './business-error.js';
import { columnsOf } from './columns-of.js';
import { WindowOptions } from './day-window.js';
import { byKey, type DispatchPolicy, fifo } from './dispatch-policy.js';
import type { Allow, OnFailed, Row } from './executor.js';
import { callback, checkOptions, commonOptions, count, zodObject } from './options.js';
import type { GivenTitle } from './title.js';

type Empty = z.ZodObject<Record<never, never>>;
type Column<Schema extends z.ZodObject> = keyof z.output<Schema> & string;
// biome-ignore lint/suspicious/noConfusingVoidType: a process that only writes has nothing to return
type Nothing = void | undefined;

/** What `process` and `each` are told, with the params of the type. */
type Told<Params extends z.ZodObject> = Omit<ProcessContext, 'params'> & {
  readonly params: z.output<Params>;
};

/** What `defineBatch` takes: `process` for a page at once, or `each` for one record. */
export type BatchDefinition<
  RowSchema extends z.ZodObject,
  Key extends Column<RowSchema>,
  Params extends z.ZodObject,
  Results extends z.ZodObject,
> = BatchOptions<RowSchema, Key, Params, Results> &
  (
    | {
        /**
         * Works on the records of a page; its writes go through `tx`. It returns the records that
         * the business says no to, or that have results; the others succeeded. What it throws is
         * an exception of one record: the page is then halved until that record is alone, so
         * `process` may be called again with a part of the same records, after its writes were
         * undone.
         */
        process(
          rows: readonly z.output<RowSchema>[],
          context: Told<Params>,
        ): PageOutcome<RowSchema, Key, Results> | Promise<PageOutcome<RowSchema, Key, Results>>;
        each?: never;
      }
    | {
        /** Works on one record, in the order of the page. What it throws is an exception. */
        each(
          row: z.output<RowSchema>,
          context: Told<Params>,
        ): RecordOutcome<Results> | Promise<RecordOutcome<Results>>;
        process?: never;
      }
  );

type PageOutcome<
  RowSchema extends z.ZodObject,
  Key extends Column<RowSchema>,
  Results extends z.ZodObject,
> = readonly BatchOutcome<z.output<RowSchema>[Key], Partial<z.input<Results>>>[] | Nothing;
type RecordOutcome<Results extends z.ZodObject> =
  | { readonly result: Partial<z.input<Results>> }
  | RecordRefusal
  | Nothing;

interface BatchOptions<
  RowSchema extends z.ZodObject,
  Key extends Column<RowSchema>,
  Params extends z.ZodObject,
  Results extends z.ZodObject,
> {
  /** Lower-case letters, digits and `-`; unique among batches. */
  type: string;
  title: GivenTitle;
  /** The columns that are read, by name. */
  row: RowSchema;
  /** The table of the records, and the columns that the framework reads and writes. */
  source: SourceDefinition<Key>;
  /** Columns that a success may write. Default: none. */
  results?: Results;
  /** What a caller may ask for. Default: nothing. */
  params?: Params;
  /** Narrows the records of a run: a condition of the adapter's `sql`. Default: all at new. */
  where?(params: z.output<Params>, context: Omit<BatchContext, 'params'>): SqlText | undefined;
  /**
   * Column of the row: records with one value of it are worked one after the other, in the order
   * of the key, whatever the number of workers.
   */
  orderBy?: Column<RowSchema>;
  /**
   * With `orderBy`, after an exception of a record: `wait` (default): later records with that value
   * stay new until the exception heals; `skip`: they go on.
   */
  onException?: 'wait' | 'skip';
  /**
   * Which records go first, and which after which: `fifo()` (default), `byPriority(…)`, `byKey(…)`,
   * which `orderBy` is short for, or an object of one's own.
   */
  dispatch?: DispatchPolicy;
  /** Parts that workers take by themselves. Default 1. */
  parallel?: number;
  /** Records in one transaction. Default 500. */
  pageRows?: number;
  /**
   * `lock` (default): a record is new until the transaction of its page commits. `mark`: it is set
   * to processing before; for pages that take long, such as those that call a service.
   */
  claim?: 'lock' | 'mark';
  /** Runs of a record that ends in an exception, the first one included. Default 3. */
  maxTries?: number;
  /** Milliseconds to wait before the next page. */
  throttle?(context: ThrottleContext): number | Promise<number>;
  /** When a record was due: statistics tell how long after that it was done. */
  due?(row: z.output<RowSchema>): Date | null;
  /**
   * Hours in which the batch may work, by the wall clock of the task's zone: `{ from: '22:00', to:
   * '06:00' }`. Outside of them its task waits, without a worker. Default: always.
   */
  window?: { from: string; to: string };
  ttlMs?: number;
  maxAttempts?: number;
  /** Tasks of this type that run at once, over all workers. Default: no limit. */
  maxRunning?: number;
  /**
   * The database may say nothing for so long while a statement waits; then the attempt ends, and
   * another one takes over. Default 60,000.
   */
  statementTimeoutMs?: number;
  onFailed?: OnFailed;
  /** Who may see the type and start its batches. Default: everyone who is signed in. */
  allow?: Allow;
}

const PAGE_ROWS = 500;
const MAX_TRIES = 3;
const MOST_LANES = 64;

const { maxRows: _sheets, ...options } = commonOptions;
const Options = z.strictObject({
  ...options,
  source: SourceOptions,
  results: zodObject.optional(),
  params: zodObject.optional(),
  where: callback.optional(),
  orderBy: z.string().optional(),
  onException: z.enum(['wait', 'skip']).default('wait'),
  dispatch: z
    .custom<DispatchPolicy>(
      (value) => typeof value === 'object' && value !== null && 'classes' in value,
      'must be a policy, such as fifo()',
    )
    .optional(),
  parallel: count.max(MOST_LANES).default(1),
  pageRows: count.default(PAGE_ROWS),
  claim: z.enum(['lock', 'mark']).default('lock'),
  maxTries: count.default(MAX_TRIES),
  throttle: callback.optional(),
  due: callback.optional(),
  window: WindowOptions.optional(),
  process: callback.optional(),
  each: callback.optional(),
});

/** Throws BusinessError: an option it does not know, or one that cannot work. */
export function defineBatch<
  RowSchema extends z.ZodObject,
  Key extends Column<RowSchema>,
  Params extends z.ZodObject = Empty,
  Results extends z.ZodObject = Empty,
>(definition: BatchDefinition<RowSchema, Key, Params, Results>): BatchExecutor {
  const checked = checkOptions('defineBatch', Options, definition);
  const { type, title, row, parallel, pageRows, claim, maxTries } = checked;
  const { ttlMs, maxAttempts, maxRunning, statementTimeoutMs, onFailed, allow, results } = checked;
  const dispatch = dispatchOf(checked);
  const source = batchSource({ ...checked, ...dispatch });
  refuseUnknownColumns(row, source, claim);
  return {
    kind: 'batch',
    type,
    title,
    row,
    columns: columnsOf(row),
    params: (definition.params ?? z.object({})).strict(),
    source,
    parallel,
    pageRows,
    claim,
    maxTries,
    dispatch,
    where: whereOf(definition.where),
    throttle: async (context) => (await definition.throttle?.(context)) ?? 0,
    isThrottled: definition.throttle !== undefined,
    // the runner hands in what `row` parsed
    due: (record) => definition.due?.(record as z.output<RowSchema>) ?? null,
    window: checked.window ?? null,
    process: processOf(definition, source, results ?? z.object({})),
    maxRows: Number.MAX_SAFE_INTEGER,
    ttlMs: ttlMs ?? null,
    maxAttempts: maxAttempts ?? null,
    maxRunning: maxRunning ?? null,
    statementTimeoutMs,
    onFailed: onFailed ?? null,
    allow: allow ?? null,
  };
}

/** Throws BusinessError: the order of the records is said twice. */
function dispatchOf({
  orderBy,
  onException,
  dispatch,
}: Pick<z.output<typeof Options>, 'orderBy' | 'onException' | 'dispatch'>): DispatchPolicy {
  if (dispatch !== undefined && orderBy !== undefined)
    throw new BusinessError('defineBatch: give either orderBy or dispatch');
  return dispatch ?? (orderBy === undefined ? fifo() : byKey(orderBy, { onException }));
}

function refuseUnknownColumns(row: z.ZodObject, source: BatchSource, claim: string): void {
  const { key, orderBy, flags } = source;
  const unknown = [key, orderBy ?? key].filter((name) => !Object.hasOwn(row.shape, name));
  if (unknown.length > 0)
    throw new BusinessError(
      `defineBatch: the row has no column ${unknown.join(', ')}; it has ${Object.keys(row.shape).join(', ')}`,
    );
  if (claim === 'mark' && flags.processing === null)
    throw new BusinessError('defineBatch: claim "mark" needs a flag for processing');
}

// The runner hands in what `params` parsed: by then they have the type that this executor declared.
type AnyWhere = (params: Row, context: Omit<BatchContext, 'params'>) => SqlText | undefined;

const whereOf =
  (where: unknown): BatchExecutor['where'] =>
  ({ params, ...context }) =>
    (where as AnyWhere | undefined)?.(params, context) ?? null;

type Outcomes = readonly BatchOutcome[] | Nothing;
type AnyOutcome = { readonly result: Row } | RecordRefusal | Nothing;

/** The rows that the runner hands in were parsed by `row`, so they have the declared type. */
function processOf(
  { process, each }: { readonly process?: unknown; readonly each?: unknown },
  { key }: BatchSource,
  results: z.ZodObject,
): BatchExecutor['process'] {
  if ((process === undefined) === (each === undefined))
    throw new BusinessError('defineBatch: give either process or each');
  const page =
    process === undefined
      ? pageOf(each as (row: Row, context: ProcessContext) => AnyOutcome, key)
      : (process as (rows: readonly Row[], context: ProcessContext) => Outcomes);
  return async (rows, context) => {
    const outcomes = (await page(rows, context)) ?? [];
    for (const outcome of outcomes) checkOutcome(outcome, results);
    return outcomes;
  };
}

const pageOf =
  (each: (row: Row, context: ProcessContext) => AnyOutcome, key: string) =>
  async (rows: readonly Row[], context: ProcessContext): Promise<Outcomes> => {
    const outcomes: BatchOutcome[] = [];
    for (const row of rows) {
      const outcome = await each(row, context);
      if (outcome !== undefined) outcomes.push({ ...outcome, key: row[key] });
    }
    return outcomes;
  };

/** What says neither why a record failed nor what came of it would pass for a success. */
function checkOutcome(outcome: BatchOutcome, results: z.ZodObject): void {
  const { key } = outcome;
  if (!('code' in outcome || 'result' in outcome))
    throw new BusinessError(
      `what was returned for record ${String(key)} has neither a code nor a result`,
    );
  if (!('result' in outcome)) return;
  for (const column of Object.keys(outcome.result))
    if (!Object.hasOwn(results.shape, column))
      throw new BusinessError(
        `the result of record ${String(key)} has the column ${column}, which "results" does not declare`,
      );
}
