/**
 * Columns of MariaDB of a type that JavaScript has no value for leave as the server prints them; or
 * the export says which column it cannot write.
 */
import { buffer } from 'node:stream/consumers';
import { defineExport, type ExportExecutor } from '@longshore/executors';
import { keyset, type MysqlDatabase, mysql, sql } from '@longshore/mysql';
import { type FreshDatabase, freshDatabase } from '@longshore/mysql/testing';
import { bytesSource, type Cell, readBook } from '@longshore/workbook';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';

/** Type, value as SQL, and the cell of a text column. */
const TEXTS: readonly (readonly [type: string, value: string, text: string])[] = [
  ['json', `'{"n": 12345678901234567890}'`, '{"n": 12345678901234567890}'],
  ['bit(1)', `b'1'`, '1'],
  ['bit(64)', `~0`, '18446744073709551615'],
  ['time(6)', `'-838:59:59.000001'`, '-838:59:59.000001'],
  ['year', `2026`, '2026'],
  ['year', `0`, '0'],
  ['date', `'0000-00-00'`, '0000-00-00'],
  ['datetime(6)', `'9999-12-31 23:59:59.999999'`, '9999-12-31 23:59:59.999999'],
  ['timestamp(6) NULL', `'2024-02-29 00:00:00'`, '2024-02-29 00:00:00.000000'],
  ['set("a","b","c")', `'c,a'`, 'a,c'],
  ['enum("on","off")', `'off'`, 'off'],
  [
    'decimal(65,30)',
    `-12345678901234567890123456789012345.000000000000000000000000000001`,
    '-12345678901234567890123456789012345.000000000000000000000000000001',
  ],
  ['bigint unsigned', `18446744073709551615`, '18446744073709551615'],
  ['inet6', `'::1'`, '::1'],
  ['uuid', `'123e4567-e89b-12d3-a456-426614174000'`, '123e4567-e89b-12d3-a456-426614174000'],
];
const title = { en: 'Odd', zh: '奇' };
const shape = Object.fromEntries(TEXTS.map((_, i) => [`c${i}`, z.string()]));

const exportOf = (type: string, row: z.ZodObject): ExportExecutor =>
  defineExport({
    type,
    title,
    row,
    rows: (_query, { db }) => keyset(db, { query: sql`SELECT * FROM odd`, orderBy: ['id'] }),
  });
const EXPORTS = [
  exportOf('texts', z.object(shape)),
  exportOf('values', z.object({ flag: z.boolean(), made: z.date(), exact: z.number() })),
  exportOf('bytes', z.object({ photo: z.string().nullable() })),
  exportOf('places', z.object({ place: z.string().nullable() })),
];

const serverUrl = inject('mariadbUrl');

describe.skipIf(serverUrl === null)('odd types of MariaDB', () => {
  let services: TestServices;
  let server: FreshDatabase;
  let database: MysqlDatabase;
  beforeAll(async () => {
    services = await startServices(EXPORTS);
    server = await freshDatabase(serverUrl ?? '');
    database = mysql(server.url);
    const columns = TEXTS.map(([type], i) => `c${i} ${type}`);
    await database.query(
      `CREATE TABLE odd (id int PRIMARY KEY, ${columns}, flag bit(1), made datetime, exact decimal(30,2), photo blob, place point)`,
    );
    await database.query(
      `INSERT INTO odd VALUES (1, ${TEXTS.map(([, value]) => value)}, b'1', '2026-01-31 08:05:00', 1.50, NULL, NULL)`,
    );
    await database.query(
      `INSERT INTO odd SELECT 2, ${TEXTS.map((_, i) => `c${i}`)}, b'0', '0000-00-00 00:00:00', 12345678901234567890.10, 'x', POINT(1, 2) FROM odd`,
    );
  });
  afterAll(async () => {
    await database?.close();
    await server?.drop();
    await services?.close();
  });

  async function recordOf(type: string, format: 'xlsx' | 'csv') {
    const { taskId } = await services.register({
      kind: 'export',
      type,
      params: {},
      format,
      fileName: null,
    });
    const business = { ...services.business, database };
    const run = { taskId, worker: 'test', signal: new AbortController().signal };
    await runAttempt(run, { ...services, business });
    return services.tasks.record(taskId);
  }

  async function cellsOf(type: string, format: 'xlsx' | 'csv'): Promise<Cell[][]> {
    const record = await recordOf(type, format);
    expect(record?.error).toBeNull();
    const file = await buffer(await services.store.read(record?.result?.key ?? ''));
    const rows: Cell[][] = [];
    const book = await readBook(bytesSource(file));
    for await (const batch of book.sheets[0]?.rows() ?? []) rows.push(...batch.rows);
    return rows.slice(1);
  }

  test.each(['xlsx', 'csv'] as const)('texts are what the server prints, in %s', async (format) => {
    const [first, second] = await cellsOf('texts', format);
    expect(first).toEqual(TEXTS.map(([, , text]) => text));
    expect(second).toEqual(first);
  });

  test('bits are booleans, a zero date costs its cell, long decimals are texts', async () => {
    expect(await cellsOf('values', 'xlsx')).toEqual([
      [true, new Date('2026-01-31T08:05:00Z'), 1.5],
      [false, '0000-00-00 00:00:00', '12345678901234567890.10'],
    ]);
    expect(await cellsOf('values', 'csv')).toEqual([
      ['TRUE', '2026-01-31 08:05:00', '1.5'],
      ['FALSE', '0000-00-00 00:00:00', '12345678901234567890.10'],
    ]);
  });

  test.each([
    ['bytes', 'photo', 'bytes'],
    ['places', 'place', 'an object'],
  ])('an export of %s is refused with its column', async (type, column, found) => {
    for (const format of ['xlsx', 'csv'] as const)
      expect((await recordOf(type, format))?.error?.message).toContain(
        `hold ${found} in ${column}, which is a column of the kind text`,
      );
  });
});
