import { AppError, plainCaller, rowIssueSentence } from '@longshore/contract';
import type { ImportExecutor, Refusal } from '@longshore/executors';
import { defineImport } from '@longshore/executors';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { NO_ATTACHMENTS } from './archive/attachments.js';
import type { CheckedRow } from './check-row.js';
import { saveChunk } from './save-chunk.js';

let services: TestServices;
let statements: number;
beforeAll(async () => {
  services = await startServices([]);
  await services.database.query('CREATE TABLE saved (sku text UNIQUE, price numeric NOT NULL)');
  await services.database.query(
    'CREATE TABLE waiting (sku text UNIQUE DEFERRABLE INITIALLY DEFERRED)',
  );
});
afterAll(() => services?.close());
beforeEach(async () => {
  statements = 0;
  await services.database.query('TRUNCATE saved, waiting');
});

const Item = z.object({ sku: z.string(), price: z.number().nullable() });
type Item = z.output<typeof Item>;

/** `save` writes each row by a statement of its own, unless told otherwise. */
function importOf(refused: readonly Refusal[] = [], table = 'saved'): ImportExecutor {
  return defineImport({
    type: 'items',
    title: { zh: '物', en: 'Items' },
    row: Item,
    save: async (rows, { tx }) => {
      statements++;
      for (const { value } of rows)
        if (table === 'saved')
          await tx.query('INSERT INTO saved VALUES ($1, $2)', [value.sku, value.price]);
        else await tx.query('INSERT INTO waiting VALUES ($1)', [value.sku]);
      return refused as never;
    },
  });
}

const good = (row: number, value: Item, part = 1): CheckedRow => ({
  source: { place: { part, row }, cells: [value.sku, value.price] },
  valid: true,
  value,
});
const bad = (row: number): CheckedRow => ({
  source: { place: { part: 1, row }, cells: ['?'] },
  valid: false,
  failed: { place: { part: 1, row }, cells: ['?'], issues: [] },
});

let tasks = 0;
async function saved(checked: readonly CheckedRow[], executor: ImportExecutor) {
  const run = { taskId: `save-${++tasks}`, attempt: 1 };
  const { database } = services;
  await database.openRun(run);
  const state = await saveChunk(run, {
    taskId: run.taskId,
    checked,
    executor,
    owner: 'ann',
    caller: plainCaller('o'),
    language: 'en',
    timeZone: 'UTC',
    params: {},
    database,
    signal: new AbortController().signal,
    attachments: NO_ATTACHMENTS,
    names: [{}],
    previewed: null,
    onStatementsSent: () => {},
  });
  const failed = [];
  for await (const page of database.failedRows(run.taskId)) failed.push(...page);
  return { state, failed };
}

const skus = async (table = 'saved') =>
  (await services.database.query<{ sku: string }>(`SELECT sku FROM ${table} ORDER BY sku`)).map(
    ({ sku }) => sku,
  );

const items = (length: number): Item[] =>
  Array.from({ length }, (_, i) => ({ sku: `s${String(i).padStart(3, '0')}`, price: i }));

describe('saveChunk', () => {
  it('saves a chunk without a bad row by one call', async () => {
    const { state } = await saved(
      items(10).map((item, i) => good(i + 2, item)),
      importOf(),
    );
    expect(state).toEqual({ cursor: { part: 1, row: 11 }, succeeded: 10, failed: 0 });
    expect(statements).toBe(1);
  });

  it('finds the rows that the database refuses by halving, and saves all others', async () => {
    const rows = items(64);
    const guilty = [3, 40, 63];
    for (const i of guilty) rows[i] = { sku: `s${i}`, price: null };
    const { state, failed } = await saved(
      rows.map((item, i) => good(i + 2, item)),
      importOf(),
    );
    expect(state).toEqual({ cursor: { part: 1, row: 65 }, succeeded: 61, failed: 3 });
    expect(failed.map(({ place }) => place.row)).toEqual(guilty.map((i) => i + 2));
    expect(failed[0]?.issues).toEqual([
      {
        row: 5,
        column: 'price',
        code: 'refused_by_database',
        values: { refusal: 'value_missing', columns: 'price' },
        message: null,
      },
    ]);
    expect(await skus()).toHaveLength(61);
    // the whole chunk, then at most two halves a level for each guilty row
    expect(statements).toBeLessThanOrEqual(1 + 1 + guilty.length * 2 * Math.log2(64));
  });

  it('keeps refusals of the database as code and values, to be worded in any language', async () => {
    const rows = [
      { sku: 'a', price: 1 },
      { sku: 'b', price: null },
      { sku: 'a', price: 2 },
    ];
    const { failed } = await saved(
      rows.map((item, i) => good(i + 2, item)),
      importOf(),
    );
    const issues = failed.flatMap((row) => row.issues);
    expect(issues.map(({ row }) => row)).toEqual([3, 4]);
    expect(issues.map((issue) => rowIssueSentence(issue, 'en'))).toEqual([
      'a value that the database requires is missing (price)',
      'exists already (sku)',
    ]);
    expect(issues.map((issue) => rowIssueSentence(issue, 'zh'))).toEqual([
      '缺少数据库必填的值（price）',
      '已存在（sku）',
    ]);
  });

  it('finds the row that breaks a deferred constraint', async () => {
    const rows = [...items(7), { sku: 's001', price: 1 }];
    const { state, failed } = await saved(
      rows.map((item, i) => good(i + 2, item)),
      importOf([], 'waiting'),
    );
    expect(state).toMatchObject({ succeeded: 7, failed: 1 });
    expect(failed.map(({ place }) => place.row)).toEqual([9]);
    expect(await skus('waiting')).toHaveLength(7);
  });

  it('tells all refusals of one row in one failed row, in order with the invalid rows', async () => {
    const refusals = [
      { row: 4, column: 'price', code: 'too_low', message: 'is too low' },
      { row: 4, column: 'sku', code: 'unknown', message: { en: 'is unknown', zh: '未知' } },
    ];
    const save = importOf(refusals);
    const checked = [good(2, { sku: 'a', price: 1 }), bad(3), good(4, { sku: 'b', price: 2 })];
    const { state, failed } = await saved(checked, save);
    expect(state).toMatchObject({ succeeded: 1, failed: 2 });
    expect(failed.map(({ place, issues }) => [place.row, issues.length])).toEqual([
      [3, 0],
      [4, 2],
    ]);
    expect(failed[1]?.issues.map(({ message }) => message)).toEqual([
      'is too low',
      { en: 'is unknown', zh: '未知' },
    ]);
  });

  it('saves a chunk again whose transaction lost a deadlock', async () => {
    await services.database.query("INSERT INTO saved VALUES ('x', 0), ('y', 0)");
    let holding = 0;
    let met = () => {};
    const bothHold = new Promise<void>((resolve) => {
      met = resolve;
    });
    const crossing = (order: readonly string[]) =>
      defineImport({
        type: 'items',
        title: { zh: '物', en: 'Items' },
        row: Item,
        save: async (_rows, { tx }) => {
          statements++;
          for (const sku of order) {
            await tx.query('UPDATE saved SET price = price + 1 WHERE sku = $1', [sku]);
            if (++holding === 2) met();
            await bothHold;
          }
        },
      });
    const one = [good(2, { sku: 'a', price: 1 })];
    const states = await Promise.all([
      saved(one, crossing(['x', 'y'])),
      saved(one, crossing(['y', 'x'])),
    ]);
    expect(states.map(({ state }) => state.succeeded)).toEqual([1, 1]);
    expect(statements).toBe(3);
    expect(await services.database.query('SELECT price FROM saved')).toEqual([
      { price: 2 },
      { price: 2 },
    ]);
  });

  it('finds the row that breaks the program of `save`, and tells it apart from a refused one', async () => {
    const rows = items(20);
    rows[3] = { sku: 'boom', price: 1 };
    rows[9] = { sku: 'none', price: null };
    const breaking = defineImport({
      type: 'items',
      title: { zh: '物', en: 'Items' },
      row: Item,
      save: async (given, { tx }) => {
        for (const { value } of given) {
          await tx.query('INSERT INTO saved VALUES ($1, $2)', [value.sku, value.price]);
          if (value.sku === 'boom') throw new TypeError('no such thing');
        }
      },
    });
    const { state, failed } = await saved(
      rows.map((item, i) => good(i + 2, item)),
      breaking,
    );
    expect(state).toMatchObject({ succeeded: 18, failed: 2 });
    expect(failed.map(({ issues: [issue] }) => [issue?.row, issue?.code, issue?.values])).toEqual([
      [5, 'save_broke', { reason: 'no such thing' }],
      [11, 'refused_by_database', { refusal: 'value_missing', columns: 'price' }],
    ]);
    expect(await skus()).toHaveLength(18);
  });

  it('throws what a program throws that breaks on each row, after a few of them', async () => {
    const broken = defineImport({
      type: 'items',
      title: { zh: '物', en: 'Items' },
      row: Item,
      save: () => {
        statements++;
        throw new TypeError('all broken');
      },
    });
    const rows = items(500).map((item, i) => good(i + 2, item));
    await expect(saved(rows, broken)).rejects.toThrow('all broken');
    expect(statements).toBeLessThan(40);
    await expect(saved(rows.slice(0, 1), broken)).rejects.toThrow('all broken');
  });

  it('throws a fault of the system, and what the business refuses as a whole, at once', async () => {
    const faults = [
      Object.assign(new Error('gone'), { code: 'ECONNRESET' }),
      new AppError('business_refused', { values: { reason: 'closed today' } }),
    ];
    for (const fault of faults) {
      statements = 0;
      const failing = defineImport({
        type: 'items',
        title: { zh: '物', en: 'Items' },
        row: Item,
        save: () => {
          statements++;
          throw fault;
        },
      });
      const rows = items(8).map((item, i) => good(i + 2, item));
      await expect(saved(rows, failing)).rejects.toBe(fault);
      expect(statements).toBe(1);
    }
  });

  it('tells a row by its part, too', async () => {
    const refusals = [{ row: 2, part: 2, code: 'no', message: 'no' }];
    const checked = [good(2, { sku: 'a', price: 1 }), good(2, { sku: 'b', price: 2 }, 2)];
    const { state, failed } = await saved(checked, importOf(refusals));
    expect(state).toEqual({ cursor: { part: 2, row: 2 }, succeeded: 1, failed: 1 });
    expect(failed.map(({ place }) => place)).toEqual([{ part: 2, row: 2 }]);
  });

  it('throws, and saves nothing, when a row is refused that was not given', async () => {
    const refusals = [{ row: 99, code: 'no', message: 'no' }];
    const broken = saved([good(2, { sku: 'a', price: 1 })], importOf(refusals));
    await expect(broken).rejects.toThrow('row 99, which is not among the rows');
    expect(await skus()).toEqual([]);
  });
});
