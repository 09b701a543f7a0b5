/**
 * Amounts of `numeric` columns with more digits than a double keeps: exported, and imported again,
 * no digit changes.
 */
import type { Readable } from 'node:stream';
import { defineExport, defineImport } from '@longshore/executors';
import { keyset, sql } from '@longshore/postgres';
import { type Cell, writeXlsx } from '@longshore/workbook';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';

const title = { en: 'Amounts', zh: '金额' };
const Amount = z.object({
  id: z.int(),
  exact: z.string().nullable().meta({ format: '0.00', numeric: true }),
  rough: z.number().nullable(),
});
const saved: z.output<typeof Amount>[] = [];
const amounts = [
  defineExport({
    type: 'amounts',
    title,
    row: Amount,
    rows: (_query, { db }) =>
      keyset(db, { query: sql`SELECT * FROM amounts`, orderBy: ['id'], pageRows: 2 }),
  }),
  defineImport({
    type: 'amounts',
    title,
    row: Amount,
    save: async (rows) => {
      saved.push(...rows.map(({ value }) => value));
    },
  }),
];
const EXACT = ['1.50', '-12345678901234567890.1234567890', '123456.0000000000', '0', null];

let services: TestServices;
beforeAll(async () => {
  services = await startServices(amounts);
  await services.database.query(
    'CREATE TABLE amounts (id int PRIMARY KEY, exact numeric, rough float8)',
  );
  for (const [id, exact] of EXACT.entries())
    await services.database.query('INSERT INTO amounts VALUES ($1, $2, 1.1::float8 * 3)', [
      id,
      exact,
    ]);
});
afterAll(() => services?.close());

const run = async (taskId: string) => {
  await runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
  return services.tasks.record(taskId);
};

async function exported(format: 'xlsx' | 'csv'): Promise<Readable> {
  const task = { kind: 'export', type: 'amounts', params: {}, format, fileName: null } as const;
  const record = await run((await services.register(task)).taskId);
  expect(record?.error).toBeNull();
  return services.store.read(record?.result?.key ?? '');
}

async function imported(body: Readable, name: string) {
  saved.length = 0;
  const key = `uploads/${crypto.randomUUID()}`;
  const { sizeBytes } = await services.store.put(key, body, { contentType: 'text/plain' });
  const upload = { key, name, sizeBytes };
  const task = { kind: 'import', type: 'amounts', options: {}, upload } as const;
  const record = await run((await services.register(task)).taskId);
  return { record, values: saved.map(({ exact }) => exact) };
}

test.each(['xlsx', 'csv'] as const)(
  'an export to %s comes back with all digits',
  async (format) => {
    const { record, values } = await imported(await exported(format), `amounts.${format}`);
    expect(record?.counts).toMatchObject({ succeeded: EXACT.length, failed: 0 });
    expect(values).toEqual(['1.5', '-12345678901234567890.1234567890', '123456', '0', null]);
    // 3.3000000000000003 in the database; a workbook's number has 15 digits
    expect(new Set(saved.map(({ rough }) => rough))).toEqual(
      new Set([format === 'xlsx' ? 3.3 : 3.3000000000000003]),
    );
  },
);

test('a number cell that lost digits is refused, a text with too many for a number too', async () => {
  const rows: Cell[][] = [
    [1, 123456789012345, 1],
    [2, 1234567890123456, 1],
    [3, 'cheap', 1],
    [4, null, '12345678901234567.89'],
  ];
  const columns = ['id', 'exact', 'rough'].map((header) => ({ header }));
  const book = writeXlsx([{ name: 'S', columns, rows: [rows] }]);
  const { record, values } = await imported(book, 'amounts.xlsx');
  expect(values).toEqual(['123456789012345']);
  expect(record?.counts).toMatchObject({ succeeded: 1, failed: 3 });
  const codes: string[] = [];
  for await (const page of services.database.failedRows(record?.taskId ?? ''))
    codes.push(...page.flatMap(({ issues }) => issues.map(({ code }) => code)));
  expect(codes).toEqual(['digits_lost', 'not_a_number', 'too_many_digits']);
});
