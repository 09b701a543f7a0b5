import { defineImport, type ImportContext } from '@longshore/executors';
import { upsert, upsertInto } from '@longshore/postgres';
import { AttemptStop, previewKeys } from '@longshore/tasks';
import { readXlsx } from '@longshore/workbook';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { imported, registerFile } from '../../../test/import-file.js';
import { startServices, type TestServices } from '../../../test/start-services.js';
import { runAttempt } from '../../run-attempt.js';
import { savePlan } from './save-plan.js';

const Price = z.object({ sku: z.string(), price: z.number() });
type Price = z.output<typeof Price>;
const base = { title: { en: 'Prices', zh: '价格' }, row: Price, key: 'sku', chunkRows: 3 } as const;

/** What happens to the third chunk, once. */
let atThirdChunk: (() => Promise<unknown>) | null = null;
let calls = 0;
const save = async (
  rows: readonly { readonly value: Price }[],
  { tx }: Pick<ImportContext, 'tx'>,
) => {
  if (++calls === 3) {
    const once = atThirdChunk;
    atThirdChunk = null;
    await once?.();
  }
  await upsert(tx, { table: 'prices', key: 'sku', rows: rows.map(({ value }) => value) });
};

const whole = defineImport({
  ...base,
  type: 'whole',
  mode: 'whole',
  policy: ['skip', 'all-or-nothing', { maxErrors: 2 }],
  save,
});
const chunked = defineImport({
  ...base,
  type: 'chunked',
  policy: ['skip', 'all-or-nothing', { maxErrors: 2 }],
  ...upsertInto({ table: 'prices', key: 'sku' }),
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([whole, chunked]);
  await services.database.query(
    'CREATE TABLE prices (sku text PRIMARY KEY, price numeric NOT NULL CHECK (price < 1000))',
  );
});
afterAll(() => services?.close());
beforeEach(async () => {
  atThirdChunk = null;
  calls = 0;
  await services.database.query('TRUNCATE prices');
});

const stored = async () =>
  (await services.database.query<Price>('SELECT sku FROM prices ORDER BY sku')).map(
    ({ sku }) => sku,
  );

type Options = Readonly<Record<string, unknown>>;
const upload = (type: string, lines: readonly string[], options: Options = {}) =>
  registerFile({ type, file: `sku,price\n${lines.join('\n')}\n`, options }, services);
const attempt = (taskId: string) =>
  runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);

async function ended(type: string, lines: readonly string[], options: Options = {}) {
  const { taskId } = await upload(type, lines, options);
  await attempt(taskId);
  const { record } = await imported(taskId, services);
  const { total, succeeded, failed, unprocessed } = record.counts;
  expect(succeeded + failed + (unprocessed ?? 0)).toBe(total);
  return { taskId, record };
}

/** The rows of a workbook of the task, without its header. */
async function rowsOf(file: { readonly key: string } | null): Promise<string[]> {
  if (file === null) throw new Error('there is no such file');
  const bytes = Buffer.concat(await (await services.store.read(file.key)).toArray());
  const book = await readXlsx({
    size: bytes.length,
    readRange: async (start, end) => bytes.subarray(start, end),
  });
  const rows: string[] = [];
  for await (const batch of book.sheets[0]?.rows() ?? [])
    rows.push(...batch.rows.map((row) => row.filter((cell) => cell !== null).join(' | ')));
  return rows;
}

/** Eight rows; those named are wrong: by the schema, or by a rule of the database. */
const lines = (wrong: Readonly<Record<number, 'oops' | '5000'>> = {}) =>
  Array.from({ length: 8 }, (_, i) => `s${i},${wrong[i] ?? i}`);
const ALL = ['s0', 's1', 's2', 's3', 's4', 's5', 's6', 's7'];

describe('an import as a whole', () => {
  test('saves all rows, and shows every one with its outcome', async () => {
    const { record } = await ended('whole', lines({ 2: 'oops', 6: '5000' }));
    expect(record).toMatchObject({
      phase: 'partial',
      counts: { total: 8, succeeded: 6, failed: 2, unprocessed: 0 },
      progress: { done: 8 },
    });
    expect(await stored()).toEqual(ALL.filter((sku) => sku !== 's2' && sku !== 's6'));
    const every = await rowsOf(record.result);
    expect(every[0]).toBe('sku | price | Row in upload | Reasons');
    expect(every[1]).toBe('s0 | 0 | Row 2 | Saved');
    expect(every[3]).toMatch(/^s2 \| oops \| Row 4 \| price: must be a number/);
    expect(every[7]).toMatch(/^s6 \| 5000 \| Row 8 \| breaks a rule/);
    expect(every).toHaveLength(9);
    expect((await rowsOf(record.issues)).map((row) => row.slice(0, 2))).toEqual(['sk', 's2', 's6']);
  });

  test('whose worker dies before the commit has saved nothing, and begins anew', async () => {
    const { taskId } = await upload('whole', lines());
    const stop = new AbortController();
    atThirdChunk = async () => {
      const { record } = await imported(taskId, services);
      expect(record.counts).toMatchObject({ succeeded: 0, failed: 0 });
      stop.abort(new AttemptStop('shutdown'));
    };
    await runAttempt({ taskId, worker: 'w', signal: stop.signal }, services);
    expect(await stored()).toEqual([]);
    await attempt(taskId);
    expect(await stored()).toEqual(ALL);
    expect((await imported(taskId, services)).record).toMatchObject({
      phase: 'succeeded',
      attempt: 2,
      counts: { succeeded: 8, failed: 0 },
    });
  });

  test('whose worker dies after the commit is only told', async () => {
    const { taskId } = await upload('whole', lines({ 4: 'oops' }));
    const settle = async () => {
      throw new Error('the worker is dead');
    };
    const dying = { ...services, tasks: { ...services.tasks, settle } };
    const signal = new AbortController().signal;
    await expect(runAttempt({ taskId, worker: 'w', signal }, dying)).rejects.toThrow('dead');
    const saves = calls;
    await attempt(taskId);
    expect(calls).toBe(saves);
    const { record } = await imported(taskId, services);
    expect(record).toMatchObject({ phase: 'partial', counts: { succeeded: 7, failed: 1 } });
    expect(await rowsOf(record.result)).toHaveLength(9);
  });

  test('that ends by too many failed rows has saved nothing', async () => {
    const wrong = { 0: 'oops', 1: 'oops', 3: 'oops' } as const;
    const { record } = await ended('whole', lines(wrong), { policy: { maxErrors: 2 } });
    expect(record).toMatchObject({
      phase: 'failed',
      error: { code: 'nothing_saved', values: { failed: 3 } },
      counts: { total: 8, succeeded: 0, failed: 3, unprocessed: 5 },
    });
    expect(await stored()).toEqual([]);
    const every = await rowsOf(record.issues);
    expect(every.slice(3).map((row) => row.replace(/^.*\| /, ''))).toEqual([
      'Not saved, because other rows cannot be saved',
      expect.stringContaining('must be a number'),
      'Not saved, because other rows cannot be saved',
      'Not saved, because other rows cannot be saved',
      'Not reached',
      'Not reached',
    ]);
  });
});

describe('all or nothing', () => {
  const options = { policy: 'all-or-nothing' };

  test.each(['chunked', 'whole'])('saves all rows of a good upload (%s)', async (type) => {
    const { record } = await ended(type, lines(), options);
    expect(record).toMatchObject({ phase: 'succeeded', counts: { succeeded: 8, failed: 0 } });
    expect(await stored()).toEqual(ALL);
  });

  test('saves nothing of an upload with a bad row, and tells all that is wrong', async () => {
    const { taskId, record } = await ended('chunked', lines({ 1: 'oops', 7: '5000' }), options);
    expect(record).toMatchObject({
      phase: 'failed',
      error: { code: 'nothing_saved', message: '2 rows cannot be saved, so nothing was saved.' },
      counts: { total: 8, succeeded: 0, failed: 2, unprocessed: 6 },
    });
    expect(await stored()).toEqual([]);
    const every = await rowsOf(record.issues);
    expect(every).toHaveLength(9);
    expect(every[1]).toBe('s0 | 0 | Row 2 | Not saved, because other rows cannot be saved');
    expect(every[8]).toMatch(/^s7 \| 5000 \| Row 9 \| breaks a rule/);
    expect((await imported(taskId, services)).issues).toEqual([]);
  });

  test('run again, it begins anew with true counts', async () => {
    const { taskId } = await ended('chunked', lines({ 6: '5000', 7: '5000' }), options);
    await services.database.query("INSERT INTO prices VALUES ('s6', 1)");
    await services.database.query('ALTER TABLE prices DROP CONSTRAINT prices_price_check');
    await services.database.query(
      "ALTER TABLE prices ADD CONSTRAINT prices_price_check CHECK (price < 1000 OR sku = 's6')",
    );
    expect(await services.tasks.repeat(taskId)).toMatchObject({ repeated: true });
    await attempt(taskId);
    const { record } = await imported(taskId, services);
    expect(record).toMatchObject({
      phase: 'failed',
      counts: { total: 8, succeeded: 0, failed: 1, unprocessed: 7 },
    });
    await services.database.query('ALTER TABLE prices DROP CONSTRAINT prices_price_check');
    await services.database.query(
      'ALTER TABLE prices ADD CONSTRAINT prices_price_check CHECK (price < 1000) NOT VALID',
    );
  });
});

describe('a limit of failed rows', () => {
  const options = { policy: { maxErrors: 2 } };

  test('ends the import after the chunk that passes it; what was saved is told', async () => {
    const wrong = { 0: 'oops', 1: 'oops', 3: 'oops' } as const;
    const { taskId, record } = await ended('chunked', lines(wrong), options);
    expect(record).toMatchObject({
      phase: 'failed',
      error: { code: 'too_many_failed', values: { maxErrors: 2 } },
      counts: { total: 8, succeeded: 3, failed: 3, unprocessed: 2 },
    });
    expect(await stored()).toEqual(['s2', 's4', 's5']);
    expect(await rowsOf(record.issues)).toHaveLength(4);
    // run again it ends at once, since nobody corrected a row
    await services.tasks.repeat(taskId);
    await attempt(taskId);
    const again = (await imported(taskId, services)).record;
    expect(again.counts).toMatchObject({ succeeded: 3, failed: 3, unprocessed: 2 });
  });

  test('is kept by an import with fewer, and by one whose last rows pass it', async () => {
    const few = await ended('chunked', lines({ 0: 'oops', 6: 'oops' }), options);
    expect(few.record).toMatchObject({ phase: 'partial', counts: { succeeded: 6, failed: 2 } });
    const last = await ended('chunked', lines({ 0: 'oops', 6: 'oops', 7: 'oops' }), options);
    expect(last.record).toMatchObject({ phase: 'partial', counts: { succeeded: 5, failed: 3 } });
  });
});

describe('a preview', () => {
  test.each([
    ['skip', { 0: 'oops' }, false, 7],
    ['all-or-nothing', { 0: 'oops' }, true, 0],
    ['all-or-nothing', {}, false, 8],
    [{ maxErrors: 2 }, { 0: 'oops', 1: 'oops', 2: 'oops' }, true, 0],
  ] as const)(
    'tells under %s whether the import would end, and it does',
    async (policy, wrong, stops, saved) => {
      const { taskId, record } = await ended('chunked', lines(wrong), { preview: true, policy });
      expect(record.phase).toBe('previewed');
      const { shown } = previewKeys({ taskId, attempt: 1 });
      const bytes = Buffer.concat(await (await services.store.read(shown)).toArray());
      expect(JSON.parse(String(bytes))).toMatchObject({ stops, saves: saved, isComplete: true });
      await services.tasks.confirm(taskId);
      await attempt(taskId);
      const done = (await imported(taskId, services)).record;
      expect(done.phase === 'failed').toBe(stops);
      expect(done.counts.succeeded).toBe(saved);
      expect(await stored()).toHaveLength(saved);
    },
  );
});

test('a plan asks mode and policy the same questions', () => {
  const plan = (
    mode: 'chunked' | 'whole',
    policy: 'skip' | 'all-or-nothing' | { maxErrors: number },
  ) => {
    const { isOneTransaction, mostFailed } = savePlan({ mode, policies: ['skip'] }, { policy });
    return [isOneTransaction, mostFailed];
  };
  expect(plan('chunked', 'skip')).toEqual([false, Number.POSITIVE_INFINITY]);
  expect(plan('whole', 'skip')).toEqual([true, Number.POSITIVE_INFINITY]);
  expect(plan('chunked', 'all-or-nothing')).toEqual([true, 0]);
  expect(plan('whole', { maxErrors: 3 })).toEqual([true, 3]);
});
