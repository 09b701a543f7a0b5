/**
 * Columns of a type that JavaScript has no value for leave as the database prints them, in xlsx and
 * csv, from values and from the bytes of COPY; or the export says which column it cannot write.
 */
import { buffer } from 'node:stream/consumers';
import type { Pages } from '@longshore/database';
import { defineExport, type Row } from '@longshore/executors';
import { keyset, sql } from '@longshore/postgres';
import { bytesSource, type Cell, readBook } from '@longshore/workbook';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';

/** A column of this type, and what stands in its rows. */
const TEXTS: Readonly<Record<string, readonly (string | null)[]>> = {
  interval: ['1 year 2 mons 3 days 04:05:06.789', '-00:00:01', '36:30:00'],
  json: ['{"n": 12345678901234567890, "a": [1, null]}', '12345678901234567890', '[]'],
  jsonb: ['{"b": {"c": "中"}}', '[1, "x", null]', null],
  point: ['(1.5,-2)', '(0,0)'],
  circle: ['<(1,2),3>'],
  path: ['((0,0),(1,1))'],
  bytea: ['\\x00ff10', '\\x'],
  'integer[]': ['{1,NULL,3}', '{}', '{{1,2},{3,4}}'],
  'text[]': ['{a,NULL,"b,c","NULL"}', '{""}'],
  'numeric[]': ['{12345678901234567890.10,NULL}'],
  'timestamptz[]': ['{"2024-02-29 23:59:59.999999+00",NULL}'],
  'interval[]': ['{01:00:00}'],
  int4range: ['[1,10)', 'empty', '(,)'],
  tstzrange: ['["2024-02-29 00:00:00+00",)'],
  money: ['$1,234.50', '-$0.01'],
  inet: ['10.0.0.1/8', '::1'],
  uuid: ['123e4567-e89b-12d3-a456-426614174000'],
  'bit(4)': ['0101'],
  'bit varying': ['10'],
  time: ['09:00:00', '24:00:00', '23:59:59.999999'],
  timetz: ['09:00:00+05:45'],
  timestamptz: ['2024-02-29 23:59:59.999999+00', 'infinity', '0044-03-15 12:00:00+00 BC'],
  timestamp: ['2024-02-29 00:00:00', '12345-01-01 00:00:00', '0099-12-31 01:02:03'],
  date: ['2024-02-29', '-infinity', '0044-03-15 BC', '12345-12-31'],
  xml: ['<a b="c">d</a>'],
  tsvector: ["'a':1 'b':2"],
};
const TYPES = Object.keys(TEXTS);
const keyOf = (type: string) => type.replace(/\W+/g, '_');

/** A column of numbers, or of dates, and the texts that its rows hold. */
const NUMBERS = ['NaN', 'Infinity', '12345678901234567890.10', '-1.50', '1e300'];
const DATES: readonly (readonly [printed: string, cell: string | Date])[] = [
  ['2024-02-29 23:59:59.5+00', new Date('2024-02-29T23:59:59.5Z')],
  ['1850-06-01 12:00:00+00', '1850-06-01 12:00:00'],
  ['0044-03-15 12:00:00+00 BC', '0044-03-15 12:00:00+00 BC'],
  ['0044-03-15 12:00:00+00', '0044-03-15 12:00:00+00'],
  ['12345-01-01 00:00:00+00', '12345-01-01 00:00:00+00'],
  ['infinity', 'infinity'],
  ['-infinity', '-infinity'],
];

const title = { en: 'Odd', zh: '奇' };
const params = z.object({ byValue: z.boolean().default(false) });
const choose = <R>({ encoded, ...pages }: Pages<R>, byValue: boolean): Pages<R> =>
  byValue || encoded === undefined ? pages : { ...pages, encoded };

const shape = Object.fromEntries(TYPES.map((type) => [keyOf(type), z.string().nullable()]));
const texts = defineExport({
  type: 'texts',
  title,
  params,
  row: z.object(shape),
  rows: ({ byValue }, { db }) =>
    choose(
      keyset<Record<string, string | null>>(db, {
        query: sql`SELECT * FROM odd_texts`,
        orderBy: ['id'],
        pageRows: 2,
      }),
      byValue,
    ),
});
const Value = z.object({ number: z.number().nullable(), moment: z.date().nullable() });
const values = defineExport({
  type: 'values',
  title,
  params,
  row: Value,
  rows: ({ byValue }, { db }) =>
    choose(
      keyset<z.output<typeof Value>>(db, {
        query: sql`SELECT * FROM odd_values`,
        orderBy: ['id'],
        pageRows: 2,
      }),
      byValue,
    ),
});
const Late = z.object({ flag: z.boolean().nullable(), note: z.string().nullable() });
/** From the second page on, the first column holds other things than its row says. */
const late = defineExport({
  type: 'late',
  title,
  row: Late,
  async *rows() {
    yield [{ flag: null, note: null }];
    // SQL hides such a mistake from the compiler as this cast does.
    yield [
      { flag: false, note: 'a' },
      { flag: true, note: ['a'] },
    ] as unknown as z.output<typeof Late>[];
  },
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([texts, values, late]);
  const { database } = services;
  const count = Math.max(...Object.values(TEXTS).map(({ length }) => length));
  await database.query(
    `CREATE TABLE odd_texts (id int PRIMARY KEY, ${TYPES.map((type) => `${keyOf(type)} ${type}`)})`,
  );
  for (let id = 0; id < count; id += 1)
    await database.query(
      `INSERT INTO odd_texts VALUES (${[id, ...TYPES.map((type, i) => `$${i + 1}::text::${type}`)]})`,
      TYPES.map((type) => TEXTS[type]?.[id] ?? null),
    );
  await database.query(
    'CREATE TABLE odd_values (id int PRIMARY KEY, number numeric, moment timestamptz)',
  );
  for (let id = 0; id < Math.max(NUMBERS.length, DATES.length); id += 1)
    await database.query('INSERT INTO odd_values VALUES ($1, $2, $3)', [
      id,
      NUMBERS[id] ?? null,
      DATES[id]?.[0] ?? null,
    ]);
});
afterAll(() => services?.close());

const WAYS = [
  ['xlsx', false],
  ['xlsx', true],
  ['csv', false],
] as const;

async function recordOf(type: string, format: 'xlsx' | 'csv', params: Row) {
  const { taskId } = await services.register({
    kind: 'export',
    type,
    params,
    format,
    fileName: null,
  });
  await runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
  return services.tasks.record(taskId);
}

async function cellsOf(type: string, format: 'xlsx' | 'csv', byValue: boolean): Promise<Cell[][]> {
  const record = await recordOf(type, format, { byValue });
  expect(record?.error).toBeNull();
  const file = await buffer(await services.store.read(record?.result?.key ?? ''));
  const rows: Cell[][] = [];
  const book = await readBook(bytesSource(file));
  for await (const batch of book.sheets[0]?.rows() ?? []) rows.push(...batch.rows);
  return rows.slice(1);
}

test.each(WAYS)('texts are what the database prints, in %s, by value: %s', async (format, by) => {
  const rows = await cellsOf('texts', format, by);
  for (const [column, type] of TYPES.entries())
    expect([type, ...rows.map((row) => row[column] ?? null)]).toEqual([
      type,
      ...rows.map((_, i) => TEXTS[type]?.[i] ?? null),
    ]);
});

test.each([false, true])(
  'numbers and dates that no cell holds are texts, by value: %s',
  async (by) => {
    const rows = await cellsOf('values', 'xlsx', by);
    expect(rows.map(([number]) => number ?? null)).toEqual([
      'NaN',
      'Infinity',
      '12345678901234567890.10',
      -1.5,
      `1${'0'.repeat(300)}`,
      null,
      null,
    ]);
    expect(rows.map(([, moment]) => moment)).toEqual(DATES.map(([, cell]) => cell));
  },
);

test('a csv shows the same dates and numbers', async () => {
  const rows = await cellsOf('values', 'csv', false);
  expect(rows.map(([, moment]) => moment)).toEqual([
    '2024-02-29 23:59:59.500',
    ...DATES.slice(1).map(([, cell]) => cell),
  ]);
  expect(rows.slice(0, 4).map(([number]) => number)).toEqual([
    'NaN',
    'Infinity',
    '12345678901234567890.10',
    '-1.5',
  ]);
});

test('a list in a later row fails the export, with its column', async () => {
  const record = await recordOf('late', 'csv', {});
  expect(record?.error?.message).toMatch(/^The rows of late hold a list in note, /);
});
