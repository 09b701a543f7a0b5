/** Failed rows that are corrected by edits, without a workbook. */
import { Readable } from 'node:stream';
import { defineImport, type RowEdits } from '@longshore/executors';
import type { TaskRecord } from '@longshore/tasks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { importFile } from '../../../test/import-file.js';
import { startServices, type TestServices } from '../../../test/start-services.js';
import { runAttempt } from '../../run-attempt.js';

const saved: unknown[] = [];
let beforeSave: () => Promise<void> = async () => {};
const parts = defineImport({
  type: 'parts',
  title: { en: 'Parts', zh: '零件' },
  row: z.object({
    name: z.string().meta({ header: 'Name' }),
    price: z.number().meta({ header: 'Price' }),
    made: z.date().meta({ header: 'Made', format: 'yyyy-mm-dd' }),
  }),
  key: 'name',
  chunkRows: 2,
  save: async (rows) => {
    await beforeSave();
    saved.push(
      ...rows.map(({ number, value }) => [
        number,
        value.name,
        value.price,
        value.made.toISOString().slice(0, 10),
      ]),
    );
  },
});

let services: TestServices;
let owner: string;
beforeAll(async () => {
  services = await startServices([parts]);
});
afterAll(() => services?.close());
beforeEach(() => {
  saved.length = 0;
  beforeSave = async () => {};
  owner = `owner-${crypto.randomUUID()}`;
});

/** Its first row proves the decimal comma, and that the day stands first. */
const TEXT = 'Name;Price;Made\nproof;1.234,5;31/01/2026\n';
const upload = async (lines: readonly string[]) => {
  const file = `${TEXT}${lines.join('\n')}\n`;
  return (await importFile({ type: 'parts', file, owner }, services)).record;
};

async function registerMend(of: string, edits: Omit<RowEdits, 'of'>): Promise<string> {
  const key = `uploads/${crypto.randomUUID()}/original`;
  const body = Readable.from([JSON.stringify({ of, ...edits })]);
  const { sizeBytes } = await services.store.put(key, body);
  const file = { key, name: 'upload.edits.json', sizeBytes };
  const asked = { kind: 'import', type: 'parts', options: {}, upload: file, mends: of } as const;
  return (await services.register({ ...asked, owner })).taskId;
}
const run = (taskId: string) =>
  runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);

async function recordOf(taskId: string): Promise<TaskRecord> {
  const record = await services.tasks.record(taskId);
  if (record === null) throw new Error(`task ${taskId} has no record`);
  return record;
}
async function mend(of: string, edits: Omit<RowEdits, 'of'>): Promise<TaskRecord> {
  const taskId = await registerMend(of, edits);
  await run(taskId);
  return recordOf(taskId);
}
const at = (row: number) => ({ part: 1, row });
const edit = (row: number, values: Record<string, string | number | null>) => ({
  place: at(row),
  values,
});
const cause = { code: 'not_a_number', column: 'Price' };

describe('a correction by edits', () => {
  test('reads what is typed as the first upload was read, and names its rows', async () => {
    const first = await upload(['a;many;01/02/2026', 'b;2;never']);
    saved.length = 0;
    const rows = [edit(3, { Price: '2.345,25' }), edit(4, { Made: '03/04/2026' })];
    const record = await mend(first.taskId, { rows });
    expect(record).toMatchObject({ phase: 'succeeded', counts: { total: 2, succeeded: 2 } });
    expect(record.notices.map(({ code }) => code)).toEqual(['decimal_assumed', 'import_completed']);
    expect(saved).toEqual([
      [3, 'a', 2345.25, '2026-02-01'],
      [4, 'b', 2, '2026-04-03'],
    ]);
    expect(await recordOf(first.taskId)).toMatchObject({
      phase: 'succeeded',
      counts: { total: 3, succeeded: 3, failed: 0, unprocessed: 0 },
    });
  });

  test('goes on after a lost attempt with the same rows, by cause too', async () => {
    const first = await upload(['a', 'b', 'c', 'd', 'e'].map((name) => `${name};many;01/02/2026`));
    saved.length = 0;
    const taskId = await registerMend(first.taskId, { cause, value: 7 });
    let chunks = 0;
    beforeSave = async () => {
      chunks += 1;
      if (chunks === 2) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    };
    expect(await run(taskId)).toMatchObject({ retryInMs: expect.any(Number) });
    expect(saved).toHaveLength(2);
    await run(taskId);
    expect(await recordOf(taskId)).toMatchObject({
      phase: 'succeeded',
      counts: { total: 5, succeeded: 5, failed: 0, unprocessed: 0 },
    });
    expect(saved.map((row) => (row as unknown[])[0])).toEqual([3, 4, 5, 6, 7]);
    expect(await recordOf(first.taskId)).toMatchObject({ counts: { succeeded: 6, failed: 0 } });
  });

  test('goes on with its own edits after an attempt that refused some of them', async () => {
    const first = await upload(['a', 'b', 'c', 'd'].map((name) => `${name};many;01/02/2026`));
    const taskId = await registerMend(first.taskId, { cause, value: 'few' });
    await run(taskId);
    const again = await registerMend(first.taskId, {
      rows: [edit(3, { Price: 'less' }), edit(4, { Price: 1 }), edit(5, {}), edit(6, { Price: 2 })],
    });
    let chunks = 0;
    beforeSave = async () => {
      chunks += 1;
      if (chunks === 2) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    };
    await run(again);
    expect((await recordOf(again)).counts).toMatchObject({ total: 4, succeeded: 1, failed: 1 });
    await run(again);
    expect((await recordOf(again)).counts).toMatchObject({ total: 4, succeeded: 2, failed: 2 });
    const prices: unknown[] = [];
    for await (const page of services.database.failedRows(again))
      prices.push(...page.map(({ place: { row }, cells }) => [row, cells[1]]));
    expect(prices).toEqual([
      [3, 'less'],
      [5, 'few'],
    ]);
  });

  test('leaves a row that was emptied, and tells of rows that wait no longer', async () => {
    const first = await upload(['a;many;01/02/2026', 'b;many;01/02/2026']);
    const one = await mend(first.taskId, { rows: [edit(3, { Price: 1 })] });
    expect(one.counts).toMatchObject({ total: 1, succeeded: 1 });
    const both = await mend(first.taskId, { rows: [edit(3, { Price: 2 }), edit(4, { Price: 2 })] });
    expect(both.counts).toMatchObject({ total: 1, succeeded: 1 });
    expect(both.notices[1]).toEqual({ code: 'rows_corrected_before', values: { count: 1 } });
    const none = await mend(first.taskId, { rows: [edit(3, { Price: 3 })] });
    expect(none).toMatchObject({ phase: 'failed', error: { code: 'corrected_before' } });
    const other = await upload(['c;many;01/02/2026', 'd;many;01/02/2026']);
    const empty = { Name: null, Price: null, Made: null };
    const emptied = await mend(other.taskId, { rows: [edit(3, empty), edit(4, { Price: 4 })] });
    expect(emptied.counts).toMatchObject({ total: 1, succeeded: 1 });
    expect(await recordOf(other.taskId)).toMatchObject({ counts: { failed: 1 } });
  });

  test('empties cells beyond the header of a text file, which were refused', async () => {
    const first = await upload(['a;1;01/02/2026;;beyond']);
    saved.length = 0;
    const row = edit(3, { '+2': null });
    expect(await mend(first.taskId, { rows: [row] })).toMatchObject({ phase: 'succeeded' });
    expect(saved).toEqual([[3, 'a', 1, '2026-02-01']]);
  });

  test('knows rows of several sheets apart', async () => {
    const columns = ['Name', 'Price', 'Made'].map((header) => ({ header }));
    const sheet = (name: string) => ({ name, columns, rows: [[[name, 'many', '2026-02-01']]] });
    const file = [sheet('one'), sheet('two')];
    const first = (await importFile({ type: 'parts', file, owner }, services)).record;
    expect(first.counts).toMatchObject({ failed: 2 });
    const two = { place: { part: 2, row: 2 }, values: { Price: 2 } };
    expect((await mend(first.taskId, { rows: [two] })).counts).toMatchObject({ succeeded: 1 });
    expect(saved).toEqual([[2, 'two', 2, '2026-02-01']]);
    const one = { place: at(2), values: { Price: 'few' } };
    const { taskId } = await mend(first.taskId, { rows: [one] });
    const sheets: unknown[] = [];
    for await (const page of services.database.failedRows(taskId))
      sheets.push(...page.flatMap(({ issues }) => issues.map((issue) => issue.sheet)));
    expect(sheets).toEqual(['one']);
  });

  test('keeps two edits of the same key from both being saved', async () => {
    const first = await upload(['a;many;01/02/2026', 'b;many;01/02/2026']);
    const same = [edit(3, { Price: 1 }), edit(4, { Name: 'a', Price: 2 })];
    expect(await mend(first.taskId, { rows: same })).toMatchObject({
      phase: 'partial',
      counts: { succeeded: 1, failed: 1 },
    });
  });
});
