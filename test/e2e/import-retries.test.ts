/** Imports through a killed worker and a failed save: no row is lost, and none is saved twice. */
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { builtBusiness } from '../support/built-business.js';
import { makeSheets } from '../support/make-workbook.js';
import { type System, startSystem } from '../support/system.js';

const BUSINESS = builtBusiness('unreliable-business');

let system: System;
let db: pg.Client;
beforeAll(async () => {
  system = await startSystem({
    databaseUrl: inject('databaseUrl'),
    workers: 1,
    env: { BUSINESS },
  });
  db = new pg.Client({ connectionString: system.databaseUrl });
  await db.connect();
});
afterAll(async () => {
  await db?.end();
  await system?.stop();
});

async function register(keys: readonly string[], owner: string): Promise<string> {
  const bytes = Buffer.from(`key\n${keys.join('\n')}\n`);
  return registerFile('fragile', { name: 'upload.csv', bytes }, owner);
}
async function registerFile(
  type: string,
  file: { name: string; bytes: Uint8Array },
  owner: string,
): Promise<string> {
  const { status, body } = await system.registerImport(type, file, { owner });
  expect(status, JSON.stringify(body)).toBe(202);
  return body.taskId;
}
const savedKeys = async () =>
  (await db.query<{ key: string }>('SELECT key FROM saved')).rows.map(({ key }) => key);
const calls = async () =>
  (await db.query<{ detail: string }>("SELECT detail FROM events WHERE name = 'save' ORDER BY at"))
    .rows;

/** Until the task is done; its worker is killed once some rows are saved. */
async function finishedThroughKill(taskId: string, owner: string, atRow = 1) {
  const victim = system.workers.at(-1);
  let killed = 0;
  let successor: Promise<unknown> | null = null;
  const done = await system.finished(taskId, {
    owner,
    see: ({ counts }) => {
      const succeeded = counts?.succeeded ?? 0;
      if (killed > 0 || succeeded < atRow || counts?.unprocessed === 0) return;
      killed = succeeded;
      victim?.signal('SIGKILL');
      successor = system.startWorker();
    },
  });
  await successor;
  expect(killed).toBeGreaterThan(0);
  return done;
}

test('a worker killed in the middle costs no row and doubles none: the next goes on after the last chunk', async () => {
  const keys = Array.from({ length: 3_000 }, (_, i) => `kill-${i}`);
  const done = await finishedThroughKill(await register(keys, 'killed'), 'killed');
  expect(done).toMatchObject({
    phase: 'succeeded',
    attempt: 2,
    counts: { total: 3_000, succeeded: 3_000, failed: 0 },
  });
  expect((await savedKeys()).sort()).toEqual([...keys].sort());
  const starts = (await calls()).filter(({ detail }) => detail.startsWith('kill-0 '));
  expect(starts).toHaveLength(1);
});

test('killed in the second of three sheets, the import goes on there, and the last row of a key is saved', async () => {
  const sheet = (name: string, from: number) => [
    ['key', 'from'],
    ...Array.from({ length: 1_500 }, (_, i) => [`key-${from + i}`, name]),
  ];
  const bytes = await makeSheets({
    North: sheet('North', 0),
    Middle: sheet('Middle', 1_400),
    South: sheet('South', 2_800),
    Guide: [['how to fill in']],
  });
  const taskId = await registerFile('keyed', { name: 'sheets.xlsx', bytes }, 'sheets');
  const done = await finishedThroughKill(taskId, 'sheets', 1_500);
  expect(done).toMatchObject({
    phase: 'succeeded',
    attempt: 2,
    counts: { total: 4_300, succeeded: 4_300, failed: 0, unprocessed: 0 },
    notices: 2,
  });
  const expected = Array.from({ length: 4_300 }, (_, i) => {
    const from = i < 1_400 ? 'North' : i < 2_800 ? 'Middle' : 'South';
    return `key-${i} of ${from}`;
  });
  const saved = (await savedKeys()).filter((key) => key.startsWith('key-'));
  expect(saved.sort()).toEqual(expected.sort());
  const { notices } = await system.record(taskId, { owner: 'sheets' });
  expect(notices.map(({ message }) => message)).toEqual([
    'The sheet Guide was not read: it does not have the header of this import.',
    '200 rows were left out: a row below each has the same key.',
  ]);
}, 60_000);

test('run again after a failure, only rows not saved yet are saved', async () => {
  await db.query("INSERT INTO events (name, detail) VALUES ('broken', '')");
  // no row of the third chunk is to blame alone
  const keys = Array.from({ length: 45 }, (_, i) =>
    i >= 20 && i < 30 ? `poison-${i}` : `part-${i}`,
  );
  const done = await system.finished(await register(keys, 'parts'), { owner: 'parts' });
  expect(done).toMatchObject({
    phase: 'failed',
    counts: { total: 45, succeeded: 20, failed: 0, unprocessed: 25 },
  });
  await db.query("DELETE FROM events WHERE name = 'broken'");
  expect(
    (await system.call(`/api/tasks/${done.taskId}/retry`, { owner: 'parts', method: 'POST' }))
      .status,
  ).toBe(202);
  expect(await system.finished(done.taskId ?? '', { owner: 'parts' })).toMatchObject({
    phase: 'succeeded',
    counts: { succeeded: 45 },
  });
  expect((await savedKeys()).filter((key) => !/^(kill|key)-/.test(key)).sort()).toEqual(
    [...keys].sort(),
  );
});

test('a type that has no previews refuses to be previewed', async () => {
  const bytes = Buffer.from('key,blockMs,times\na,1,1\n');
  const { status, body } = await system.registerImport(
    'blocking',
    { name: 'a.csv', bytes },
    { owner: 'blind', fields: { options: '{"preview":true}' } },
  );
  expect([status, body.errors]).toEqual([
    422,
    [{ path: 'options.preview', message: 'this type has no preview' }],
  ]);
});
