/** Previews of imports that are saved and compared by `upsertInto` alone. */
import type { ShownPreview } from '@longshore/contract';
import { defineImport } from '@longshore/executors';
import { upsertInto } from '@longshore/postgres';
import { previewKeys } from '@longshore/tasks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { imported, registerFile } from '../../../test/import-file.js';
import { startServices, type TestServices } from '../../../test/start-services.js';
import { runAttempt } from '../../run-attempt.js';

const Price = z.object({ sku: z.string(), price: z.number(), note: z.string().nullable() });

const plainPrices = defineImport({
  type: 'plain',
  title: { en: 'Plain', zh: '普通' },
  row: Price,
  key: 'sku',
  chunkRows: 5,
  ...upsertInto({ table: 'plain_prices', key: 'sku' }),
});
const ways = upsertInto({ table: 'plain_prices', key: 'sku' });
const unkept = defineImport({
  type: 'unkept',
  title: { en: 'Unkept', zh: '不留' },
  row: Price,
  key: 'sku',
  chunkRows: 5,
  ...ways,
  comparison: { ...ways.comparison, saveKept: null },
});
const dated = defineImport({
  type: 'dated',
  title: { en: 'Dated', zh: '日期' },
  row: z.object({ sku: z.string(), price: z.number(), day: z.date() }),
  key: 'sku',
  ...upsertInto({ table: 'dated', key: 'sku' }),
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([plainPrices, unkept, dated]);
  await services.database.query(
    'CREATE TABLE plain_prices (sku text PRIMARY KEY, price numeric NOT NULL, note text)',
  );
  await services.database.query(
    'CREATE TABLE dated (sku text PRIMARY KEY, price numeric NOT NULL, day date)',
  );
});
afterAll(() => services?.close());

const upload = (lines: readonly string[], type = 'plain') =>
  registerFile(
    { type, file: `sku,price,note\n${lines.join('\n')}\n`, options: { preview: true } },
    services,
  );
const attempt = (taskId: string) =>
  runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);

async function shownOf(taskId: string): Promise<ShownPreview> {
  const record = await services.tasks.record(taskId);
  if (record?.kind !== 'import' || record.preview === null) throw new Error('no preview');
  const { shown } = previewKeys({ taskId, attempt: record.preview });
  return JSON.parse(String(Buffer.concat(await (await services.store.read(shown)).toArray())));
}

const plain = ['a,1,same', 'b,20,kept', 'x,7,new', 'c,oops,', 'y,9,', 'z,9,', 'c,3,theirs'];

test('rows of a plain table are compared, and what is as it would be is not written', async () => {
  await services.database.query('TRUNCATE plain_prices');
  await services.database.query(
    "INSERT INTO plain_prices VALUES ('a', 1, 'same'), ('b', 2, 'kept'), ('c', 3, null)",
  );
  const many = Array.from({ length: 60 }, (_, i) => `n${i},1,`);
  await services.database.query(
    "INSERT INTO plain_prices SELECT 'n' || n, 0, '' FROM generate_series(0, 59) AS n",
  );
  const { taskId } = await upload([...many, ...plain]);
  await attempt(taskId);
  const { counts, differences, isComplete } = await shownOf(taskId);
  expect(counts).toEqual({
    total: 67,
    create: 3,
    update: 61,
    same: 1,
    checked: 0,
    remove: 0,
    failed: 2,
  });
  expect([differences.length, isComplete]).toEqual([50, true]);

  const { kept, measure } = previewKeys({ taskId, attempt: 1 });
  expect(await services.store.stat(kept)).not.toBeNull();
  const versions = () =>
    services.database.query(
      "SELECT sku, xmin::text FROM plain_prices WHERE sku IN ('a', 'b') ORDER BY sku",
    );
  const [same, changed] = await versions();
  await services.database.query("UPDATE plain_prices SET price = 99 WHERE sku = 'n3'");
  await services.tasks.confirm(taskId);
  await attempt(taskId);
  const { record, issues } = await imported(taskId, services);
  // the second row with the key c repeats one that is refused already
  expect(record).toMatchObject({
    phase: 'partial',
    counts: { total: 67, succeeded: 64, failed: 3 },
  });
  expect(issues).toEqual([
    '5 changed_since_preview',
    '65 price not_a_number',
    '68 sku duplicate_key',
  ]);
  expect((await versions()).map((now, i) => now.xmin === [same, changed][i]?.xmin)).toEqual([
    true,
    false,
  ]);
  expect(await services.store.stat(kept)).toBeNull();
  expect(await services.store.stat(measure)).not.toBeNull();
});

test('a confirmed import finds in the rows that were kept what it would find in the upload', async () => {
  const dates = ['a,"1,5",01/02/2026', 'b,"2,5",13/02/2026', 'c,oops,02/02/2026'];
  const file = `sku,price,day\n${dates.join('\n')}\n`;
  const end = async (options: Readonly<Record<string, unknown>>) => {
    await services.database.query('TRUNCATE dated');
    const { taskId } = await registerFile({ type: 'dated', file, options }, services);
    await attempt(taskId);
    if (options.preview === true) {
      await services.tasks.confirm(taskId);
      await attempt(taskId);
    }
    const { record, issues } = await imported(taskId, services);
    const saved = await services.database.query(
      'SELECT sku, price::text, day::text FROM dated ORDER BY sku',
    );
    const { counts, notices, phase } = record;
    return { saved, issues, counts, notices, phase };
  };
  const looked = await end({ preview: true });
  expect(looked).toEqual(await end({}));
  expect(looked.saved).toEqual([
    { sku: 'a', price: '1.5', day: '2026-02-01' },
    { sku: 'b', price: '2.5', day: '2026-02-13' },
  ]);
});

test('rows that were compared by a database that keeps nothing are saved once they are confirmed', async () => {
  const { database, tasks } = services;
  await database.query('TRUNCATE plain_prices');
  await database.query(
    "INSERT INTO plain_prices VALUES ('a', 1, 'same'), ('b', 2, 'kept'), ('c', 3, null)",
  );
  const many = Array.from({ length: 60 }, (_, i) => `n${i},1,`);
  const { taskId } = await upload([...many, 'a,1,same', 'b,20,kept', 'c,4,'], 'unkept');
  await attempt(taskId);
  const { counts } = await shownOf(taskId);
  expect(counts).toMatchObject({ create: 60, update: 2, same: 1 });
  await database.query("UPDATE plain_prices SET price = 99 WHERE sku = 'b'");
  await tasks.confirm(taskId);
  await attempt(taskId);
  const { record, issues } = await imported(taskId, services);
  expect(record).toMatchObject({ counts: { total: 63, succeeded: 62, failed: 1 } });
  expect(issues).toEqual(['63 changed_since_preview']);
  const saved = await database.query(
    "SELECT sku, price::text FROM plain_prices WHERE sku IN ('a', 'b', 'c') ORDER BY sku",
  );
  expect(saved.map(({ price }) => price)).toEqual(['1', '99', '4']);
});
