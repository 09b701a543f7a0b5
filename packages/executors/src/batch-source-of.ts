/** Where a batch finds its records, as its author writes it. Used by define-batch.ts. */
import type { BatchFlags, BatchSource } from '@longshore/database';
import * as z from 'zod';
import { BusinessError } from './business-error.js';

/** What the state column holds, by name of the state. */
export interface FlagMap {
  readonly new: string | number;
  /** Needed by `claim: 'mark'` only. */
  readonly processing?: string | number;
  readonly success: string | number;
  /** Left out: a record whose exception does not heal becomes a failure. */
  readonly exception?: string | number;
  readonly failure: string | number;
}

/** The table of a batch, and the columns that the framework reads and writes. */
export interface SourceDefinition<Key extends string = string> {
  /** `table` or `schema.table`; a view that can be updated will do. */
  readonly table: string;
  /** A unique column that is never null, and a column of the row. Records go in its order. */
  readonly key: Key;
  /** Column that holds how a record stands. */
  readonly state: string;
  /** Column that is told why a record did not succeed. Default: none. */
  readonly remark?: string;
  /** Column of the batch number, where a call may ask for one batch. Default: none. */
  readonly batchNo?: string;
  /**
   * `five` (default): 0 new, 1 processing, 2 success, 3 exception, 4 failure; `three`: 0 new, 1
   * success, 2 failure; or a map of one's own.
   */
  readonly flags?: 'five' | 'three' | FlagMap;
  /**
   * Tables that done records move to. `page` (default): in the transaction that sets their flag;
   * `later`: by the routine that `archiveRoutine` makes.
   */
  readonly archive?: {
    readonly success?: string;
    readonly failure?: string;
    readonly when?: 'page' | 'later';
  };
}

const FLAGS: Readonly<Record<'five' | 'three', BatchFlags>> = {
  five: { new: 0, processing: 1, success: 2, exception: 3, failure: 4 },
  three: { new: 0, processing: null, success: 1, exception: null, failure: 2 },
};

const name = z.string().min(1);
const flag = z.union([z.string(), z.number()]);

export const SourceOptions = z.strictObject({
  table: name,
  key: name,
  state: name,
  remark: name.optional(),
  batchNo: name.optional(),
  flags: z
    .union([
      z.enum(['five', 'three']),
      z.strictObject({
        new: flag,
        processing: flag.optional(),
        success: flag,
        exception: flag.optional(),
        failure: flag,
      }),
    ])
    .default('five'),
  archive: z
    .strictObject({
      success: name.optional(),
      failure: name.optional(),
      when: z.enum(['page', 'later']).default('page'),
    })
    .optional(),
});

interface Checked {
  readonly type: string;
  readonly row: z.ZodObject;
  readonly source: z.output<typeof SourceOptions>;
  readonly results?: z.ZodObject | undefined;
  readonly orderBy: string | null;
  readonly onException: 'wait' | 'skip';
}

/**
 * Throws BusinessError: two states with one flag, a column that is written twice, or one that tells
 * the records apart and would be written.
 */
export function batchSource({ type, row, source, results, ...order }: Checked): BatchSource {
  const { table, key, state, remark = null, batchNo = null, archive } = source;
  const flags = flagsOf(source.flags);
  const written = [
    state,
    ...(remark === null ? [] : [remark]),
    ...Object.keys(results?.shape ?? {}),
  ];
  refuseTwice(written, 'column is written for two purposes');
  const reads = [key, batchNo, order.orderBy];
  const fixed = written.find((column) => reads.includes(column));
  if (fixed !== undefined)
    throw new BusinessError(
      `defineBatch: source: ${fixed}: this column tells the records apart, so no batch may write it`,
    );
  return {
    type,
    table,
    key,
    state,
    remark,
    batchNo,
    orderBy: order.orderBy,
    onException: order.onException,
    flags,
    columns: Object.keys(row.shape),
    results: Object.keys(results?.shape ?? {}),
    archive:
      archive === undefined
        ? null
        : { ...archive, success: archive.success ?? null, failure: archive.failure ?? null },
  };
}

function flagsOf(flags: z.output<typeof SourceOptions>['flags']): BatchFlags {
  if (typeof flags === 'string') return FLAGS[flags];
  const { processing = null, exception = null } = flags;
  refuseTwice(
    Object.values(flags).filter((value) => value !== undefined),
    'flag has two meanings',
  );
  return { ...flags, processing, exception };
}

function refuseTwice(values: readonly (string | number)[], what: string): void {
  const texts = values.map(String);
  const twice = texts.find((text, index) => texts.indexOf(text) !== index);
  if (twice !== undefined) throw new BusinessError(`defineBatch: source: ${twice}: this ${what}`);
}
