/** A business on MariaDB through real API and worker processes: nothing of it knows PostgreSQL. */
import { waitUntil } from '@longshore/infra';
import { mysql } from '@longshore/mysql';
import { type FreshDatabase, freshDatabase } from '@longshore/mysql/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { builtBusiness } from '../support/built-business.js';
import { makeWorkbook } from '../support/make-workbook.js';
import { readWorkbook } from '../support/read-workbook.js';
import { type System, startSystem } from '../support/system.js';

const BUSINESS = builtBusiness('mysql-business');
const HEADER = ['SKU', 'name', 'price', 'made', 'active'];
const ROWS = 20_000;
const RECORDS = 4_000;

const serverUrl = inject('mariadbUrl');

describe.skipIf(serverUrl === null)('a business on MariaDB', () => {
  let server: FreshDatabase;
  let system: System;
  beforeAll(async () => {
    server = await freshDatabase(serverUrl ?? '');
    system = await startSystem({
      databaseUrl: inject('databaseUrl'),
      workers: 1,
      env: { BUSINESS, DATABASE_URL: server.url },
    });
  });
  afterAll(async () => {
    await system?.stop();
    await server?.drop();
  });

  test('imports each row once, though a worker is killed midway, and exports the rows', {
    timeout: 180_000,
  }, async () => {
    const rows = Array.from({ length: ROWS }, (_, i) => rowOf(i));
    const broken = ['p-00007', 'twice', 1, null, true];
    const bytes = await makeWorkbook([HEADER, ...rows, broken]);
    const { body } = await system.registerImport('parts', { name: 'parts.xlsx', bytes });
    await waitUntil(
      async () => ((await system.status({ taskId: body.taskId })).progress?.done ?? 0) > 0,
      { what: 'the first saved rows' },
    );
    system.workers[0]?.signal('SIGKILL');
    await system.startWorker();
    const ended = await system.finished(body.taskId);
    expect(ended).toMatchObject({ phase: 'partial', attempt: 2 });
    expect(ended.counts).toEqual({ total: ROWS + 1, succeeded: ROWS, failed: 1, unprocessed: 0 });

    const db = mysql(server.url);
    const statement = 'SELECT COUNT(*) AS n, COUNT(DISTINCT sku) AS skus FROM parts';
    expect(await db.query(statement)).toEqual([{ n: ROWS, skus: ROWS }]);
    await db.close();

    expect((await exported()).slice(1)).toEqual(rows);
  });

  test('an import of changed rows overwrites by key', { timeout: 60_000 }, async () => {
    const changed = ['p-00007', 'changed', 2.5, new Date('2026-03-01T00:00:00Z'), false];
    const bytes = await makeWorkbook([HEADER, changed]);
    const { body } = await system.registerImport('part-prices', { name: 'prices.xlsx', bytes });
    expect(await system.finished(body.taskId)).toMatchObject({ phase: 'succeeded' });
    const sheet = await exported();
    expect(sheet).toHaveLength(ROWS + 1);
    expect(sheet.find(([sku]) => sku === 'p-00007')).toEqual(changed);
  });

  test('as a whole, it shows every row with its outcome, and can save all or nothing', {
    timeout: 60_000,
  }, async () => {
    const row = (sku: string, price: unknown) => [sku, 'whole', price, null, true];
    const bytes = await makeWorkbook([HEADER, row('p-w1', 1), row('p-w2', 'many'), row('p-w3', 3)]);
    const run = async (policy: string) => {
      const fields = { options: JSON.stringify({ policy }) };
      const file = { name: 'whole.xlsx', bytes };
      const { body } = await system.registerImport('part-prices', file, { fields });
      const done = await system.finished(body.taskId);
      const url = system.url + (done.url ?? done.issuesUrl);
      const sheet = await readWorkbook(new Uint8Array(await (await fetch(url)).arrayBuffer()));
      return { done, outcomes: sheet.rows.slice(1).map((cells) => cells.at(-1)) };
    };
    const nothing = await run('all-or-nothing');
    expect(nothing.done).toMatchObject({
      phase: 'failed',
      message: expect.stringContaining('1 row cannot be saved, so nothing was saved.'),
      counts: { total: 3, succeeded: 0, failed: 1, unprocessed: 2 },
    });
    const NOT = 'Not saved, because other rows cannot be saved';
    expect(nothing.outcomes).toEqual([NOT, 'price: must be a number', NOT]);
    expect((await exported()).some(([sku]) => String(sku).startsWith('p-w'))).toBe(false);
    const others = await run('skip');
    expect(others.done).toMatchObject({ phase: 'partial', counts: { succeeded: 2, failed: 1 } });
    expect(others.outcomes).toEqual(['Saved', 'price: must be a number', 'Saved']);
    expect((await exported()).filter(([sku]) => String(sku).startsWith('p-w'))).toHaveLength(2);
  });

  test('failed rows are corrected in the page, row by row and alike, until none is left', {
    timeout: 60_000,
  }, async () => {
    const owner = 'mender';
    const client = system.client({ owner });
    const row = (sku: string, price: unknown) => [sku, 'mended', price, '2026-01-31', true];
    const bytes = await makeWorkbook([
      HEADER,
      row('mend-1', 1),
      row('mend-2', 'many'),
      row('mend-3', 'many'),
      row('mend-1', 'few'),
    ]);
    const file = { name: 'parts.xlsx', bytes };
    const { taskId } = (await system.registerImport('parts', file, { owner })).body;
    await system.finished(taskId, { owner });
    const page = await client.failedRows(taskId, { limit: 1 });
    expect(page.items.map((item) => item.row)).toEqual([3]);
    expect((await client.failedRows(taskId, { cursor: page.nextCursor ?? '' })).items).toHaveLength(
      2,
    );
    const edits = [
      { row: 5, values: { SKU: 'mend-5', price: 'fewer' } },
      { row: 2, values: { price: 9 } },
    ];
    expect(await client.mendRows(taskId, { rows: edits })).toMatchObject({
      saved: [],
      failing: [{ row: 5 }],
      left: [{ row: 2 }],
    });
    const prices = (await client.failedRows(taskId)).items.map(({ cells }) => cells.price);
    expect(prices).toEqual(['many', 'many', 'fewer']);
    const cause = { code: 'not_a_number', column: 'price', value: 'many' };
    expect(await client.mendRows(taskId, { cause, value: 7 })).toMatchObject({ succeeded: 2 });
    const last = await client.mendRows(taskId, { rows: [{ row: 5, values: { price: 2 } }] });
    expect(last).toMatchObject({ counts: { total: 4, succeeded: 4, failed: 0, unprocessed: 0 } });
    const db = mysql(server.url);
    await db.query("DELETE FROM parts WHERE name = 'mended'");
    await db.close();
  });

  test('a preview tells what would change; what somebody changed since stays', {
    timeout: 60_000,
  }, async () => {
    const row = (sku: string, price: number) => [sku, 'previewed', price, null, true];
    const bytes = await makeWorkbook([
      HEADER,
      row('p-00001', 9),
      row('p-00002', 9),
      row('p-new', 9),
      ['p-00003', 'bad', 'many', null, true],
    ]);
    const { body } = await system.registerImport(
      'part-prices',
      { name: 'prices.xlsx', bytes },
      { fields: { options: '{"preview":true}' } },
    );
    const before = await exported();
    expect(await system.finished(body.taskId)).toMatchObject({ phase: 'previewed' });
    expect(await exported()).toEqual(before);
    const preview = await system.client().getPreview(body.taskId);
    expect(preview.counts).toEqual({
      total: 4,
      create: 1,
      update: 2,
      same: 0,
      checked: 0,
      remove: 0,
      failed: 1,
    });
    expect(preview.differences.slice(0, 4)).toEqual([
      { row: 2, key: 'p-00001', column: 'name', before: '零件 1', after: 'previewed' },
      { row: 2, key: 'p-00001', column: 'price', before: 0.25, after: 9 },
      { row: 2, key: 'p-00001', column: 'made', before: '2026-01-02', after: null },
      { row: 2, key: 'p-00001', column: 'active', before: false, after: true },
    ]);
    const db = mysql(server.url);
    await db.query("UPDATE parts SET price = 77 WHERE sku = 'p-00002'");
    await system.client().confirmImport(body.taskId);
    expect(await system.finished(body.taskId)).toMatchObject({
      phase: 'partial',
      counts: { total: 4, succeeded: 2, failed: 2, unprocessed: 0 },
    });
    const statement =
      "SELECT sku, price FROM parts WHERE sku IN ('p-00001', 'p-00002', 'p-new') ORDER BY sku";
    expect(await db.query(statement)).toEqual([
      { sku: 'p-00001', price: 9 },
      { sku: 'p-00002', price: 77 },
      { sku: 'p-new', price: 9 },
    ]);
    await db.query("DELETE FROM parts WHERE sku = 'p-new'");
    await db.close();
  });

  test('an undo brings rows back as they were; what somebody changed since stays', {
    timeout: 60_000,
  }, async () => {
    const db = mysql(server.url);
    const stored = () => db.query("SELECT * FROM parts WHERE sku < 'p-00010' ORDER BY sku");
    const before = await stored();
    const day = new Date('2027-01-01T00:00:00Z');
    const rows = ['p-00004', 'p-00005', 'p-00005a'].map((sku) => [
      sku,
      "it's \\ new",
      9,
      day,
      null,
    ]);
    const bytes = await makeWorkbook([HEADER, ...rows]);
    const file = { name: 'prices.xlsx', bytes };
    const { body } = await system.registerImport('part-prices', file);
    expect(await system.finished(body.taskId)).toMatchObject({ phase: 'succeeded' });
    expect(await stored()).toHaveLength(before.length + 1);
    await db.query("UPDATE parts SET price = 77 WHERE sku = 'p-00005'");
    const { taskId } = await system.client().undoImport(body.taskId);
    expect(await system.finished(taskId)).toMatchObject({
      phase: 'partial',
      counts: { total: 3, succeeded: 2, failed: 1, unprocessed: 0 },
    });
    const left = { name: "it's \\ new", price: 77, made: day, active: null };
    expect(await stored()).toEqual(
      before.map((row) => (row.sku === 'p-00005' ? { ...row, ...left } : row)),
    );
    await db.close();
  });

  test('a batch works on each record once and in order, though its lead is killed', {
    timeout: 180_000,
  }, async () => {
    const db = mysql(server.url);
    await db.query(
      `INSERT INTO part_costs (id, sku, maker, cost, batch_no)
       SELECT n + 1, CONCAT('p-', LPAD(n + 1, 5, '0')), n % 7, IF(n % 1000 = 4, 0, n + 1), IF(n < ${RECORDS}, 'B1', 'B2')
       FROM (SELECT a.n * 100 + b.n AS n FROM (SELECT seq AS n FROM seq_0_to_40) AS a, (SELECT seq AS n FROM seq_0_to_99) AS b) AS numbers`,
    );
    const { taskId } = await system.client().registerBatchTask({
      type: 'price-parts',
      batchNo: 'B1',
      params: { percent: 50, batchNo: 'a param' },
    });
    await waitUntil(async () => ((await system.status({ taskId })).progress?.done ?? 0) > 0, {
      what: 'the first records',
    });
    system.workers.at(-1)?.signal('SIGKILL');
    await system.startWorker();
    const ended = await system.finished(taskId);
    expect(ended).toMatchObject({ phase: 'partial' });
    expect(await system.client().getTask(taskId)).toMatchObject({
      params: { percent: 50, batchNo: 'a param' },
      batchNo: 'B1',
      only: null,
    });
    const failed = RECORDS / 1_000;
    const succeeded = RECORDS - failed;
    expect(ended.counts).toEqual({
      total: RECORDS,
      succeeded,
      failed,
      unprocessed: 0,
      exceptions: 0,
    });
    expect(
      await db.query(
        `SELECT batch_no, state, COUNT(*) AS n, SUM(price = cost * 1.5) AS priced, MAX(remark) AS remark
         FROM part_costs GROUP BY batch_no, state ORDER BY batch_no, state`,
      ),
    ).toEqual([
      { batch_no: 'B1', state: 2, n: succeeded, priced: succeeded, remark: null },
      { batch_no: 'B1', state: 4, n: failed, priced: null, remark: 'has no cost' },
      { batch_no: 'B2', state: 0, n: 100, priced: null, remark: null },
    ]);
    expect(
      await db.query('SELECT COUNT(*) AS n, COUNT(DISTINCT part_id) AS parts FROM part_log'),
    ).toEqual([{ n: succeeded, parts: succeeded }]);
    const late = `SELECT COUNT(*) AS n FROM (SELECT part_id < LAG(part_id) OVER (PARTITION BY maker ORDER BY position) AS is_late FROM part_log) AS log WHERE is_late`;
    expect(await db.query(late)).toEqual([{ n: 0 }]);
    await db.close();
  });

  test('a routine runs once a tick, and the call that it made is run again until it ends', {
    timeout: 120_000,
  }, async () => {
    const db = mysql(server.url);
    await system.startWorker();
    const operator = system.operator();
    await operator.setCron('count-parts', '* * * * * *');
    const ticksTold = () => db.query<{ tick: string }>('SELECT tick FROM told ORDER BY tick');
    await waitUntil(async () => (await ticksTold()).length >= 3, { what: 'three calls' });
    await operator.setCron('count-parts', null);
    const isAtRest = async () => {
      const { items } = await operator.routineRuns('count-parts');
      const calls = await operator.listRetries({ name: 'tell-maker' });
      return (
        items.every(({ outcome }) => outcome !== null) &&
        calls.items.every(({ state }) => state === 'succeeded')
      );
    };
    await waitUntil(isAtRest, { what: 'the end of all runs and calls' });
    const ticks = await db.query<{ tick: string }>('SELECT tick FROM ticks ORDER BY tick');
    const first = Date.parse(ticks[0]?.tick ?? '');
    expect(ticks).toEqual(
      ticks.map((_, i) => ({ tick: new Date(first + i * 1_000).toISOString() })),
    );
    expect(await ticksTold()).toEqual(ticks);
    expect(await db.query('SELECT DISTINCT attempt FROM told')).toEqual([{ attempt: 2 }]);
    const { items } = await operator.routineRuns('count-parts');
    expect(new Set(items.map(({ outcome }) => outcome))).toEqual(new Set(['succeeded']));
    await db.close();
  });

  async function exported() {
    const { body } = await system.registerExport({ type: 'parts' });
    const { phase, url } = await system.finished(body.taskId);
    expect(phase).toBe('succeeded');
    const file = Buffer.from(await (await fetch(`${system.url}${url}`)).arrayBuffer());
    return (await readWorkbook(file)).rows;
  }
});

const rowOf = (i: number) => [
  `p-${String(i).padStart(5, '0')}`,
  `零件 ${i}`,
  i / 4,
  new Date(Date.UTC(2026, 0, 1 + (i % 365))),
  i % 2 === 0,
];
