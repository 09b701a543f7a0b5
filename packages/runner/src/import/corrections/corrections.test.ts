/** Error workbooks that come back: which rows run, and for which import they count. */
import { buffer } from 'node:stream/consumers';
import { defineImport } from '@longshore/executors';
import type { TaskRecord } from '@longshore/tasks';
import { bytesSource, type Cell, readBook, type SheetToWrite } from '@longshore/workbook';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { importFile, registerFile } from '../../../test/import-file.js';
import { startServices, type TestServices } from '../../../test/start-services.js';
import { runAttempt } from '../../run-attempt.js';

const saved: string[] = [];
let beforeSave: () => Promise<void> = async () => {};
const row = z.object({
  name: z.string().meta({ header: 'Name' }),
  count: z.int().min(1).meta({ header: 'Count' }),
});
const save = async (rows: readonly { value: { name: string } }[]) => {
  await beforeSave();
  saved.push(...rows.map(({ value }) => value.name));
};
const parts = defineImport({
  type: 'parts',
  title: { en: 'Parts', zh: '零件' },
  row,
  chunkRows: 2,
  policy: ['skip', 'all-or-nothing'],
  save,
});
const tools = defineImport({ type: 'tools', title: { en: 'Tools', zh: '工具' }, row, save });

let services: TestServices;
let owner: string;
beforeAll(async () => {
  services = await startServices([parts, tools]);
});
afterAll(() => services?.close());
beforeEach(() => {
  saved.length = 0;
  beforeSave = async () => {};
  owner = `owner-${crypto.randomUUID()}`;
});

type Rows = readonly (readonly Cell[])[];

const sheetOf = ([header = [], ...rows]: Rows): SheetToWrite[] => [
  { name: 'Parts', columns: header.map((text) => ({ header: String(text) })), rows: [rows] },
];

const upload = async (rows: Rows, type = 'parts', by = owner): Promise<TaskRecord> =>
  (await importFile({ type, file: sheetOf(rows), owner: by }, services)).record;

/** Rows whose counts are these; 0 fails. */
const named = (counts: readonly number[]): Rows => [
  ['Name', 'Count'],
  ...counts.map((count, i) => [`part ${i + 1}`, count]),
];

async function errorRows({ issues }: TaskRecord): Promise<Cell[][]> {
  if (issues === null) throw new Error('there is no error workbook');
  const bytes = await buffer(await services.store.read(issues.key));
  const rows: Cell[][] = [];
  for await (const batch of (await readBook(bytesSource(bytes))).sheets[0]?.rows() ?? [])
    rows.push(...batch.rows.map((cells) => [...cells]));
  return rows;
}

/** The error workbook with another count in some rows, from 1. */
const corrected = (rows: Rows, ...numbers: readonly number[]): Rows =>
  rows.map((cells, i) => (numbers.includes(i) ? cells.with(1, 5) : cells));

const record = async ({ taskId }: TaskRecord) => services.tasks.record(taskId);
const codes = ({ notices }: TaskRecord) => notices.map(({ code }) => code);

describe('an error workbook that comes back', () => {
  test('saves its rows, which count for the first import, until none is left', async () => {
    const first = await upload(named([1, 0, 2, 0, 0]));
    expect(first.counts).toEqual({ total: 5, succeeded: 2, failed: 3, unprocessed: 0 });
    const half = await upload(corrected(await errorRows(first), 1, 3));
    expect(half).toMatchObject({ phase: 'partial', counts: { total: 3, succeeded: 2, failed: 1 } });
    expect(half.notices).toEqual([
      { code: 'rows_still_to_correct', values: { count: 1, file: 'upload.xlsx' } },
    ]);
    expect(await record(first)).toMatchObject({
      phase: 'partial',
      counts: { total: 5, succeeded: 4, failed: 1, unprocessed: 0 },
    });
    const rest = await upload(corrected(await errorRows(half), 1));
    expect(rest).toMatchObject({ phase: 'succeeded', counts: { total: 1, succeeded: 1 } });
    expect(codes(rest)).toEqual(['import_completed']);
    expect(await record(first)).toMatchObject({
      phase: 'succeeded',
      counts: { total: 5, succeeded: 5, failed: 0, unprocessed: 0 },
      issues: null,
    });
    expect(saved.toSorted()).toEqual(['part 1', 'part 2', 'part 3', 'part 4', 'part 5']);
  });

  test('under all-or-nothing corrects all of its rows or none, which keep their ids', async () => {
    const first = await upload(named([1, 0, 0]));
    const options = { policy: 'all-or-nothing' } as const;
    const uploadAll = async (rows: Rows) =>
      (await importFile({ type: 'parts', file: sheetOf(rows), owner, options }, services)).record;
    const added = ['part 9', 9, null, null, null];
    const undone = await uploadAll([...corrected(await errorRows(first), 1), added]);
    expect(undone).toMatchObject({
      phase: 'failed',
      error: { code: 'nothing_saved' },
      counts: { total: 3, succeeded: 0, failed: 1, unprocessed: 2 },
    });
    expect((await record(first))?.counts).toMatchObject({ succeeded: 1, failed: 2 });
    const every = await errorRows(undone);
    expect(every).toHaveLength(4);
    const done = await uploadAll(corrected(every, 2));
    expect(done).toMatchObject({ phase: 'succeeded', counts: { total: 3, succeeded: 3 } });
    expect(codes(done)).toEqual(['import_completed']);
    expect((await record(first))?.counts).toMatchObject({ succeeded: 3, failed: 0 });
  });

  test('never saves a row again that was saved before', async () => {
    const first = await upload(named([0, 0, 0]));
    const errors = await errorRows(first);
    await upload(corrected(errors, 1));
    const again = await upload(corrected(errors, 1, 2));
    expect(again.counts).toEqual({ total: 2, succeeded: 1, failed: 1, unprocessed: 0 });
    expect(codes(again)).toEqual(['rows_corrected_before', 'rows_still_to_correct']);
    await upload(corrected(errors, 3));
    const old = await upload(corrected(errors, 1, 2, 3));
    expect(old).toMatchObject({ phase: 'failed', error: { code: 'corrected_before' } });
    expect(saved).toEqual(['part 1', 'part 2', 'part 3']);
    expect(await record(first)).toMatchObject({ phase: 'succeeded', counts: { succeeded: 3 } });
  });

  test('may be sorted, cut, and put together from several', async () => {
    const one = await upload(named([0, 0, 1]));
    const other = await upload(named([0, 1, 0]));
    const [header = [], ...rows] = corrected(await errorRows(one), 1, 2);
    const [, ...others] = corrected(await errorRows(other), 1, 2);
    const both = await upload([header, ...[...rows, ...others.slice(1)].toReversed()]);
    expect(both.counts).toMatchObject({ total: 3, succeeded: 3 });
    expect(codes(both).toSorted()).toEqual(['import_completed', 'rows_still_to_correct']);
    expect(await record(one)).toMatchObject({ phase: 'succeeded' });
    expect(await record(other)).toMatchObject({ counts: { succeeded: 2, failed: 1 } });
  });

  test('takes rows without an id as new ones, and refuses ids that are not its own', async () => {
    const first = await upload(named([0, 0, 0, 0]));
    const [header = [], ...rows] = corrected(await errorRows(first), 1, 2, 3, 4);
    const [a = [], b = [], c = [], d = []] = rows;
    const id = String(d.at(-1));
    const counted = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
    const other = await importFile(
      {
        type: 'parts',
        file: sheetOf([
          header,
          a.with(-1, null),
          b,
          c.with(-1, b.at(-1) ?? null),
          d.with(-1, counted),
          d.with(-1, 'R7'),
        ]),
        owner,
      },
      services,
    );
    expect(other.record.counts).toEqual({ total: 5, succeeded: 2, failed: 3, unprocessed: 0 });
    expect(other.issues).toEqual(['4 row_id_twice', '5 row_id_unknown', '6 row_id_unknown']);
    expect(other.sentences[0]).toContain('the row id of row 3');
    expect(await record(first)).toMatchObject({ counts: { total: 4, succeeded: 1, failed: 3 } });
    const unnamed = await upload([header, ...rows].map((cells) => cells.slice(0, -1)));
    expect(unnamed.counts).toMatchObject({ total: 4, succeeded: 4 });
    expect(await record(first)).toMatchObject({ counts: { total: 4, succeeded: 1, failed: 3 } });
  });

  test('is refused wholly when it is of another person or type, or of nobody any more', async () => {
    const first = await upload(named([0, 0]));
    const rows = corrected(await errorRows(first), 1, 2);
    const another = { phase: 'failed', error: { code: 'error_workbook_of_another' } };
    expect(await upload(rows, 'parts', 'somebody else')).toMatchObject(another);
    expect(await upload(rows, 'tools')).toMatchObject(another);
    const gone = rows.map((cells, i) =>
      i === 0 ? cells : cells.with(-1, String(cells.at(-1)).replace(/[0-9a-f]{8}-/, '00000000-')),
    );
    expect(await upload(gone)).toMatchObject({
      phase: 'failed',
      error: { code: 'error_workbook_gone' },
    });
    expect(saved).toEqual([]);
    expect(await record(first)).toMatchObject({ counts: { failed: 2 } });
  });

  test('goes on after a lost attempt with the same total, and rolls up what was saved', async () => {
    const first = await upload(named([0, 0, 0, 0, 0]));
    const file = sheetOf(corrected(await errorRows(first), 1, 2, 3, 4, 5));
    const { taskId } = await registerFile({ type: 'parts', file, owner }, services);
    let chunks = 0;
    beforeSave = async () => {
      chunks += 1;
      if (chunks === 2) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    };
    const run = () =>
      runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
    expect(await run()).toMatchObject({ retryInMs: expect.any(Number) });
    expect(saved).toHaveLength(2);
    await run();
    expect(await services.tasks.record(taskId)).toMatchObject({
      phase: 'succeeded',
      counts: { total: 5, succeeded: 5, failed: 0, unprocessed: 0 },
    });
    expect(await record(first)).toMatchObject({ phase: 'succeeded', counts: { succeeded: 5 } });
    expect(saved).toHaveLength(5);
  });

  test('is looked at first without a trace, and saved when it is confirmed', async () => {
    const first = await upload(named([0, 0, 1]));
    const file = sheetOf(corrected(await errorRows(first), 1));
    const asked = { type: 'parts', file, owner, options: { preview: true } };
    const { taskId } = await registerFile(asked, services);
    const run = () =>
      runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
    await run();
    expect(await services.tasks.record(taskId)).toMatchObject({ phase: 'previewed' });
    expect(saved).toEqual(['part 3']);
    expect(await record(first)).toMatchObject({ counts: { succeeded: 1, failed: 2 } });
    await services.tasks.confirm(taskId);
    await run();
    expect(await services.tasks.record(taskId)).toMatchObject({
      phase: 'partial',
      counts: { total: 2, succeeded: 1, failed: 1 },
    });
    expect(await record(first)).toMatchObject({ counts: { succeeded: 2, failed: 1 } });
    expect(saved).toEqual(['part 3', 'part 1']);
  });

  test('counts what it saved also when it is cancelled', async () => {
    const first = await upload(named([0, 0, 0, 0, 0]));
    const file = sheetOf(corrected(await errorRows(first), 1, 2, 3, 4, 5));
    const { taskId } = await registerFile({ type: 'parts', file, owner }, services);
    const stop = new AbortController();
    let chunks = 0;
    beforeSave = async () => {
      chunks += 1;
      if (chunks < 2) return;
      await services.tasks.cancel(taskId);
      stop.abort('cancelled');
      throw new Error('cancelled');
    };
    await runAttempt({ taskId, worker: 'test', signal: stop.signal }, services);
    expect(await services.tasks.record(taskId)).toMatchObject({ phase: 'cancelled' });
    expect(await record(first)).toMatchObject({ counts: { total: 5, succeeded: 2, failed: 3 } });
  });
});
