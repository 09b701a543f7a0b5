import { plainCaller } from '@longshore/contract';
import type { Transaction } from '@longshore/database';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type BatchDefinition, defineBatch } from './define-batch.js';
import { defineExport, type ExportDefinition } from './define-export.js';
import { defineImport, type ImportDefinition } from './define-import.js';
import { defineRoutine, type RoutineDefinition } from './define-routine.js';

const base = {
  type: 'products',
  title: { zh: '商品', en: 'Products' },
  row: z.object({ sku: z.string().meta({ header: 'SKU' }) }),
};
const rows = async function* () {};
const context = {
  tx: {} as Transaction,
  signal: new AbortController().signal,
  owner: 'o',
  caller: plainCaller('o'),
  language: 'en',
  timeZone: 'UTC',
  params: {},
  attachments: {
    open: () => {
      throw new Error('there is none');
    },
  },
} as const;
const processing = { ...context, params: {}, tries: () => 0 };

describe('defineExport', () => {
  it('fills in the defaults', () => {
    expect(defineExport({ ...base, rows })).toMatchObject({
      kind: 'export',
      maxRows: 1_048_575,
      ttlMs: null,
      maxAttempts: null,
      maxRunning: null,
      statementTimeoutMs: 60_000,
      onFailed: null,
    });
  });

  it('is called in Chinese as in English where it has no Chinese name', () => {
    const { title } = defineExport({ ...base, title: { en: 'Products' }, rows });
    expect(title).toEqual({ en: 'Products', zh: 'Products' });
  });

  it('takes no params unless some are declared, and refuses unknown ones', () => {
    expect(defineExport({ ...base, rows }).params.safeParse({ from: 1 }).success).toBe(false);
    const { params } = defineExport({
      ...base,
      rows,
      params: z.object({ from: z.int().optional() }),
    });
    expect(params.safeParse({ form: 1 }).success).toBe(false);
    expect(params.parse({ from: 1 })).toEqual({ from: 1 });
  });

  it('refuses an option that does not exist, and values that cannot work', () => {
    const define = (options: object) => () =>
      defineExport({ ...base, rows, ...options } as ExportDefinition<z.ZodObject, z.ZodObject>);
    expect(define({ format: 'zip' })).toThrow(
      'defineExport: there is no option "format"; the options are type, title, row',
    );
    expect(define({ type: 'Products!' })).toThrow('type: must be lower-case');
    expect(define({ title: { zh: 'x' } })).toThrow('title.en');
    expect(define({ maxRows: 0 })).toThrow('maxRows');
    expect(define({ statementTimeoutMs: 60 })).toThrow('statementTimeoutMs');
    expect(define({ rows: 5, row: 5 })).toThrow(
      /row: must be a z\.object.*; rows: must be a function/,
    );
  });
});

describe('defineImport', () => {
  const save = () => undefined;

  it('fills in the defaults', () => {
    expect(defineImport({ ...base, save })).toMatchObject({
      kind: 'import',
      chunkRows: 500,
      key: [],
      parse: null,
      onFailed: null,
    });
    expect(defineImport({ ...base, save, key: 'sku' }).key).toEqual(['sku']);
  });

  it('says where columns of fixed widths stand, in the order of the line', () => {
    const row = z.object({ sku: z.string(), name: z.string(), note: z.string().optional() });
    const define = (fixedWidth: object) =>
      defineImport({ ...base, row, save, fixedWidth } as ImportDefinition<z.ZodObject>);
    expect(define({ name: [5, 9], sku: [1, 4] }).fixedWidth).toEqual([
      { header: 'sku', first: 1, last: 4 },
      { header: 'name', first: 5, last: 9 },
    ]);
    expect(defineImport({ ...base, save }).fixedWidth).toBeNull();
    for (const [fixedWidth, sentence] of [
      [{ sku: [1, 4] }, 'the required column name has no place'],
      [{ sku: [1, 4], name: [4, 9] }, '"sku" and "name" share the character 4'],
      [{ sku: [4, 1], name: [5, 9] }, '"sku" ends before it begins, at 4 to 1'],
      [{ sku: [1, 4], name: [5, 9], hue: [10, 11] }, 'the row has no column hue'],
      [{ sku: [0, 4], name: [5, 9] }, 'fixedWidth.sku'],
    ] as const)
      expect(() => define(fixedWidth)).toThrow(sentence);
  });

  it('refuses options that do not exist, and a key that is no column', () => {
    const define = (options: object) => () =>
      defineImport({ ...base, save, ...options } as ImportDefinition<z.ZodObject>);
    expect(define({ atomic: true })).toThrow('defineImport: there is no option "atomic"');
    expect(define({ key: 'skuu' })).toThrow('key: the row has no column skuu; it has sku');
    expect(define({ chunkRows: 1.5 })).toThrow('chunkRows');
  });

  it('hands on refusals with the header of their column', async () => {
    const refuse = defineImport({
      ...base,
      save: async () => [
        { row: 2, column: 'sku', code: 'no', message: 'no' },
        { row: 3, code: 'no', message: 'no' },
      ],
    });
    expect(await refuse.save([], context)).toMatchObject([
      { row: 2, column: 'SKU' },
      { row: 3, column: null },
    ]);
    expect(await defineImport({ ...base, save }).save([], context)).toBeUndefined();
  });

  it('gives save a way to refuse a row, by property', async () => {
    const { save } = defineImport({
      ...base,
      save: (rows, { refuse }) =>
        rows.flatMap((row) => [
          refuse(row, 'sku', 'unknown', 'is unknown'),
          refuse(row, null, 'late', 'came late'),
        ]),
    });
    const row = { part: 2, number: 3, value: { sku: 'a' }, idempotencyKey: 'k' };
    expect(await save([row], context)).toEqual([
      { row: 3, part: 2, column: 'SKU', code: 'unknown', message: 'is unknown' },
      { row: 3, part: 2, column: null, code: 'late', message: 'came late' },
    ]);
  });
});

describe('defineBatch', () => {
  const row = z.object({ id: z.int(), customer_id: z.int() });
  const source = { table: 'orders', key: 'id', state: 'state' } as const;
  const orders = { type: 'orders', title: base.title, row, source };
  const each = () => undefined;

  it('fills in the defaults, and the flags of a preset', () => {
    expect(defineBatch({ ...orders, each })).toMatchObject({
      kind: 'batch',
      parallel: 1,
      pageRows: 500,
      claim: 'lock',
      maxTries: 3,
      source: {
        flags: { new: 0, processing: 1, success: 2, exception: 3, failure: 4 },
        columns: ['id', 'customer_id'],
        results: [],
        orderBy: null,
        onException: 'wait',
        archive: null,
      },
    });
    const three = defineBatch({ ...orders, source: { ...source, flags: 'three' }, each });
    expect(three.source.flags).toEqual({
      new: 0,
      processing: null,
      success: 1,
      exception: null,
      failure: 2,
    });
  });

  it('refuses what cannot work', () => {
    const define = (options: object) => () =>
      defineBatch({ ...orders, each, ...options } as unknown as BatchDefinition<
        typeof row,
        'id',
        z.ZodObject,
        z.ZodObject
      >);
    expect(define({ windows: 1 })).toThrow('defineBatch: there is no option "windows"');
    expect(define({ orderBy: 'customer' })).toThrow('the row has no column customer; it has id');
    expect(define({ process: each })).toThrow('give either process or each');
    expect(define({ source: { ...source, remark: 'state' } })).toThrow('written for two purposes');
    const flags = { new: 0, success: 1, failure: 1 };
    expect(define({ source: { ...source, flags } })).toThrow('1: this flag has two meanings');
    expect(define({ source: { ...source, flags: 'three' }, claim: 'mark' })).toThrow(
      'claim "mark" needs a flag for processing',
    );
  });

  it('makes a page of `each`, and names the records that it said something about', async () => {
    const batch = defineBatch({
      ...orders,
      results: z.object({ fee: z.number() }),
      each: ({ id }) => (id === 1 ? undefined : { result: { fee: id } }),
    });
    const rows = [{ id: 1 }, { id: 2 }];
    expect(await batch.process(rows, processing)).toEqual([{ key: 2, result: { fee: 2 } }]);
  });

  it('keeps what `each` says with its record', async () => {
    const refusal = { key: 1, code: 'no', message: 'no' };
    const batch = defineBatch({ ...orders, each: () => refusal });
    expect(await batch.process([{ id: 2 }], processing)).toEqual([{ ...refusal, key: 2 }]);
  });

  it('refuses what says neither why not nor what came of it', async () => {
    const slip = { key: 1, reason: 'no' } as unknown as { key: number; result: object };
    const batch = defineBatch({ ...orders, process: () => [slip] });
    await expect(batch.process([], processing)).rejects.toThrow(
      'what was returned for record 1 has neither a code nor a result',
    );
  });

  it('refuses results that would change which record is which', () => {
    const results = z.object({ id: z.number() });
    const define = () => defineBatch({ ...orders, results, process: () => [] });
    expect(define).toThrow('source: id: this column tells the records apart');
  });

  it('refuses a result that was not declared', async () => {
    const batch = defineBatch({
      ...orders,
      process: () => [{ key: 1, result: { fee: 1 } as object }],
    });
    await expect(batch.process([], processing)).rejects.toThrow(
      'the column fee, which "results" does not declare',
    );
  });
});

describe('defineRoutine', () => {
  const { type, title } = base;
  const routine = { type, title, cron: '30 2 * * *', run: () => {} };

  it('fills in the defaults', () => {
    expect(defineRoutine(routine)).toMatchObject({
      kind: 'routine',
      description: title,
      timeZone: 'UTC',
      runsOn: 'one',
      misfire: 'skip',
      overlap: 'skip',
      ttlMs: null,
      maxAttempts: null,
      onFailed: null,
    });
  });

  it('refuses options that do not exist, and times that never come', () => {
    const define = (options: object) => () =>
      defineRoutine({ ...routine, ...options } as RoutineDefinition);
    expect(define({ rows: 1 })).toThrow('defineRoutine: there is no option "rows"');
    expect(define({ misfire: 'later' })).toThrow('misfire: ');
    expect(define({ cron: '0 0 31 2 *' })).toThrow('cron: "0 0 31 2 *" is never due');
    expect(define({ timeZone: 'Mars/Base' })).toThrow('cron: There is no time zone "Mars/Base"');
  });
});
