/**
 * One zone a task: moments are its wall clock in every file, days are the same everywhere, and a
 * file that comes back under the same zone changes nothing.
 */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { rowIssueSentence } from '@longshore/contract';
import { defineExport, defineImport } from '@longshore/executors';
import { keyset, sql, upsert } from '@longshore/postgres';
import { uploadKey } from '@longshore/tasks';
import { bytesSource, type Cell, readBook, writeXlsx } from '@longshore/workbook';
import { zoneInstant, zoneOffset } from '@longshore/workbook/dates';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../test/start-services.js';
import { runAttempt } from './run-attempt.js';

const title = { en: 'Times', zh: '时间' };
/** `day` and `plain_day` are of the type date, `at` and `plain_at` of the type timestamptz. */
const row = z.object({
  id: z.int(),
  at: z.date().meta({ format: 'yyyy-mm-dd hh:mm' }),
  plain_at: z.date(),
  day: z.date().meta({ format: 'dd.mm.yyyy' }),
  plain_day: z.date(),
});
type Times = z.output<typeof row>;

const params = z.strictObject({ byValue: z.boolean().default(false) });
const timesExport = defineExport({
  type: 'times',
  title,
  row,
  params,
  rows: ({ byValue }, { db }) => {
    const pages = keyset<Times>(db, { query: sql`SELECT * FROM times`, orderBy: ['id'] });
    return byValue ? { [Symbol.asyncIterator]: () => pages[Symbol.asyncIterator]() } : pages;
  },
});
const timesImport = defineImport({
  type: 'times',
  title,
  row,
  key: 'id',
  save: (rows, { tx }) =>
    upsert(tx, { table: 'times', key: 'id', rows: rows.map(({ value }) => value) }),
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([timesExport, timesImport]);
  await services.database.query(
    'CREATE TABLE times (id int PRIMARY KEY, at timestamptz, plain_at timestamptz, day date, plain_day date)',
  );
});
afterAll(() => services?.close());

const FORMATS = ['xlsx', 'csv'] as const;
type Format = (typeof FORMATS)[number];

async function settle(taskId: string) {
  await runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
  const record = await services.tasks.record(taskId);
  if (record === null) throw new Error('no record');
  return record;
}

async function exported(timeZone: string, format: Format, byValue = false) {
  const task = { kind: 'export', type: 'times', format, fileName: null } as const;
  const { taskId } = await services.register({ ...task, params: { byValue }, timeZone });
  const { result, error } = await settle(taskId);
  if (result === null) throw new Error(error?.message);
  return { bytes: await buffer(await services.store.read(result.key)), name: result.name };
}

async function imported(timeZone: string, bytes: Buffer, name: string, options = {}) {
  const key = uploadKey(services.tasks.newTaskId('someone'));
  await services.store.put(key, Readable.from([bytes]));
  const upload = { key, name, sizeBytes: bytes.length };
  const { taskId } = await services.register({
    kind: 'import',
    type: 'times',
    options,
    upload,
    timeZone,
  });
  const { counts, result } = await settle(taskId);
  const issues: string[] = [];
  for await (const page of services.database.failedRows(taskId))
    issues.push(
      ...page.flatMap((failed) => failed.issues.map((one) => rowIssueSentence(one, 'en'))),
    );
  const issuesBytes =
    result === null ? Buffer.alloc(0) : await buffer(await services.store.read(result.key));
  return { counts, issues, issuesBytes };
}

/** A Date of a workbook is the wall clock of its cell, as UTC. */
async function cellsOf({ bytes, name }: { bytes: Buffer; name: string }): Promise<Cell[][]> {
  const book = await readBook(bytesSource(bytes), { csv: { sheetName: name } });
  const rows: Cell[][] = [];
  for await (const batch of book.sheets[0]?.rows() ?? []) rows.push(...batch.rows);
  return rows.slice(1);
}

async function store(rows: readonly Times[]) {
  await services.database.query('TRUNCATE times');
  await upsert(services.database, { table: 'times', key: 'id', rows });
}

const stored = () => services.database.query<Times>('SELECT * FROM times ORDER BY id');

const timesOf = (id: number, at: Date, day: Date): Times => ({
  id,
  at,
  plain_at: at,
  day,
  plain_day: day,
});

/** Around both changes of daylight saving where the zone has them. */
const MOMENTS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'America/New_York': [
    ['2026-03-08T06:59:59.999Z', '2026-03-08 01:59:59.999'],
    ['2026-03-08T07:00:00Z', '2026-03-08 03:00:00'],
    ['2026-11-01T05:30:00Z', '2026-11-01 01:30:00'],
    ['2026-11-01T06:30:00Z', '2026-11-01 01:30:00'],
    ['2026-11-01T07:00:00Z', '2026-11-01 02:00:00'],
    ['2026-01-31T04:59:59Z', '2026-01-30 23:59:59'],
  ],
  'Asia/Shanghai': [
    ['2026-01-31T15:59:59Z', '2026-01-31 23:59:59'],
    ['2026-01-31T16:00:00Z', '2026-02-01 00:00:00'],
    ['1991-04-13T17:59:59Z', '1991-04-14 01:59:59'],
    ['1991-04-13T18:00:00Z', '1991-04-14 03:00:00'],
  ],
  'Asia/Kathmandu': [
    ['2026-01-31T18:14:59Z', '2026-01-31 23:59:59'],
    ['2026-01-31T18:15:00Z', '2026-02-01 00:00:00'],
  ],
  'Australia/Lord_Howe': [
    ['2026-04-04T14:59:59Z', '2026-04-05 01:59:59'],
    ['2026-04-04T15:00:00Z', '2026-04-05 01:30:00'],
    ['2026-10-03T15:29:59Z', '2026-10-04 01:59:59'],
    ['2026-10-03T15:30:00Z', '2026-10-04 02:30:00'],
  ],
};
const DAY = new Date('2026-03-08T00:00:00Z');

describe.each(Object.entries(MOMENTS))('an export in %s', (zone, moments) => {
  const rows = moments.map(([at], id) => timesOf(id, new Date(at), DAY));

  test.each(FORMATS)('to %s shows wall clocks and days, from bytes and values', async (format) => {
    await store(rows);
    const [bytes, values] = [await exported(zone, format), await exported(zone, format, true)];
    const cells = await cellsOf(bytes);
    expect(await cellsOf(values)).toEqual(cells);
    const isText = format === 'csv';
    const read = (text: string) => (isText ? text : new Date(`${text.replace(' ', 'T')}Z`));
    expect(cells).toEqual(
      moments.map(([, wall], id) => [
        isText ? String(id) : id,
        read(wall),
        read(wall),
        isText ? '2026-03-08' : DAY,
        read('2026-03-08 00:00:00'),
      ]),
    );
  });
});

test('a file that comes back under the zone of its export changes nothing', async () => {
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const between = { min: new Date('1973-01-01'), max: new Date('2100-01-01'), noInvalidDate: true };
  const moments = fc.array(fc.tuple(fc.date(between), fc.date(between)), { minLength: 20 });
  const property = fc.asyncProperty(
    zones,
    fc.constantFrom(...FORMATS),
    fc.boolean(),
    moments,
    async (zone, format, byValue, times) => {
      const rows = times.map(([at, day], id) => timesOf(id, at, aDayIn(zone, day)));
      await store(rows);
      const file = await exported(zone, format, byValue);
      const { counts, issues } = await imported(zone, file.bytes, file.name);
      expect(issues).toEqual([]);
      expect(counts).toMatchObject({ succeeded: rows.length, failed: 0 });
      expect(await stored()).toEqual(
        rows.map((one) => ({ ...one, at: first(zone, one.at), plain_at: first(zone, one.at) })),
      );
    },
  );
  await fc.assert(property, { numRuns: 20 });
}, 120_000);

/**
 * All that is not promised: of the hour that occurs twice, when clocks are set back, a moment of
 * the second time comes back as that of the first, which has the same wall clock.
 */
function first(zone: string, at: Date): Date {
  const wallMs = at.getTime() + zoneOffset(zone)(at.getTime());
  const back = new Date(zoneInstant(zone)(wallMs));
  expect(back.getTime() + zoneOffset(zone)(back.getTime())).toBe(wallMs);
  return back;
}

const DAY_MS = 86_400_000;

/**
 * Midnight UTC. A column of moments cannot show a day whose midnight the zone skips; then the day
 * after.
 */
function aDayIn(zone: string, date: Date): Date {
  const day = Math.floor(date.getTime() / DAY_MS) * DAY_MS;
  const begins = zoneInstant(zone)(day);
  return new Date(begins + zoneOffset(zone)(begins) === day ? day : day + DAY_MS);
}

const HEADER = 'id,at,plain_at,day,plain_day\n';

test('dates without an offset are the wall clock of the zone, days are days', async () => {
  await services.database.query('TRUNCATE times');
  const text =
    '1,2026-01-31,2026-01-31 08:30,2026-01-31,2026-01-31\n' +
    '2,2026-01-31T00:00+09:00,31/01/2026 08:30,2026-01-31T00:00:00+14:00,2026-01-31 00:00\n';
  const { issues } = await imported('Asia/Shanghai', Buffer.from(HEADER + text), 'times.csv');
  expect(issues).toEqual([]);
  const day = new Date('2026-01-31T00:00:00Z');
  const began = new Date('2026-01-30T16:00:00Z');
  const morning = new Date('2026-01-31T00:30:00Z');
  expect(await stored()).toEqual([
    { id: 1, at: began, plain_at: morning, day, plain_day: day },
    { id: 2, at: new Date('2026-01-30T15:00:00Z'), plain_at: morning, day, plain_day: day },
  ]);
});

test('a time of day that the database would drop is refused', async () => {
  await services.database.query('TRUNCATE times');
  const text =
    '1,2026-01-31,2026-01-31,2026-01-31 18:00,2026-01-31\n' +
    '2,2026-01-31,2026-01-31,2026-01-31,2026-01-31 08:00\n';
  const { issues } = await imported('Asia/Shanghai', Buffer.from(HEADER + text), 'times.csv');
  expect(issues).toEqual([
    'a date has a time of day that the database would drop (day)',
    'a date has a time of day that the database would drop (plain_day)',
  ]);
  expect(await stored()).toEqual([]);
});

test('the error workbook shows the wall clocks of the upload', async () => {
  await store([timesOf(7, new Date('2026-01-31T16:30:00Z'), DAY)]);
  const { bytes } = await exported('Asia/Shanghai', 'xlsx');
  const [, ...walls] = (await cellsOf({ bytes, name: 'times.xlsx' }))[0] ?? [];
  const columns = row.keyof().options.map((header) => ({
    header,
    ...(header === 'day' && { format: 'yyyy-mm-dd' }),
  }));
  const upload = await buffer(
    writeXlsx([{ name: 'Times', columns, rows: [[['seven', ...walls]]] }]),
  );
  const { counts, issuesBytes } = await imported('Asia/Shanghai', upload, 'times.xlsx');
  expect(counts).toMatchObject({ failed: 1 });
  const [failed] = await cellsOf({ bytes: issuesBytes, name: 'issues.xlsx' });
  expect(failed?.slice(0, 5)).toEqual(['seven', ...walls]);
});

describe('the order of day and month', () => {
  /** Two ambiguous texts in the columns `at` and `day`, beside what else stands in the columns. */
  async function read(others: readonly (readonly [string, string])[], options = {}) {
    await services.database.query('TRUNCATE times');
    const lines = [['01/02/2026', '01/02/2026'] as const, ...others].map(
      ([at, day], id) => `${id},${at},2026-01-01,${day},2026-01-01\n`,
    );
    const file = Buffer.from(HEADER + lines.join(''));
    const { issues } = await imported('UTC', file, 'times.csv', options);
    const [first] = (await stored()).filter(({ id }) => id === 0);
    return { issues, at: first?.at, day: first?.day };
  }
  const january = new Date('2026-01-02T00:00:00Z');
  const february = new Date('2026-02-01T00:00:00Z');
  const ambiguous = '01/02/2026 can mean 2026-02-01 or 2026-01-02; say options.dateOrder';

  test('is what another date of the same column proves', async () => {
    const both = [['31/01/2026', '01/31/2026']] as const;
    expect(await read(both)).toEqual({ issues: [], at: february, day: january });
    const { issues } = await read([['31/01/2026', '2026-01-31']]);
    expect(issues).toEqual([ambiguous]);
  });

  test('is told by the error workbook, which lacks the rows that proved the order', async () => {
    const lines =
      'x,01/02/2026 08:00,2026-01-01,31/01/2026,2026-01-01\n1,31/01/2026,2026-01-01,31/01/2026,2026-01-01\n';
    const file = Buffer.from(HEADER + lines);
    for (const issuesFormat of FORMATS) {
      const { issuesBytes, counts } = await imported('UTC', file, 'times.csv', { issuesFormat });
      expect(counts).toMatchObject({ succeeded: 1, failed: 1 });
      const [failed] = await cellsOf({ bytes: issuesBytes, name: `issues.${issuesFormat}` });
      expect(failed?.slice(1, 4)).toEqual(['2026-02-01 08:00', '2026-01-01', '31/01/2026']);
    }
  });

  test('is refused where both or none are proven, and taken where it is said', async () => {
    expect((await read([])).issues).toEqual([ambiguous, ambiguous]);
    const mixed = [
      ['31/01/2026', '31/01/2026'],
      ['01/31/2026', '01/31/2026'],
    ] as const;
    expect((await read(mixed)).issues).toEqual([ambiguous, ambiguous]);
    expect(await read([], { dateOrder: 'mdy' })).toEqual({ issues: [], at: january, day: january });
    expect((await read([], { dateOrder: 'ymd' })).issues).toHaveLength(2);
  });
});
