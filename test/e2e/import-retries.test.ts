/** Imports through a killed worker and a failed save: no row is lost, and none is saved twice. */
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type System, startSystem } from '../support/system.js';

const BUSINESS = fileURLToPath(
  new URL('../support/unreliable-business/business.ts', import.meta.url),
);

let system: System;
let db: pg.Client;
beforeAll(async () => {
  system = await startSystem({
    databaseUrl: inject('databaseUrl'),
    workers: 1,
    env: { BUSINESS, NODE_OPTIONS: '--import tsx' },
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
  const { status, body } = await system.registerImport(
    'fragile',
    { name: 'upload.csv', bytes },
    { owner },
  );
  expect(status, JSON.stringify(body)).toBe(202);
  return body.taskId;
}
const savedKeys = async () =>
  (await db.query<{ key: string }>('SELECT key FROM saved')).rows.map(({ key }) => key);
const calls = async () =>
  (await db.query<{ detail: string }>("SELECT detail FROM events WHERE name = 'save' ORDER BY at"))
    .rows;

test('a worker killed in the middle costs no row and doubles none: the next goes on after the last chunk', async () => {
  const keys = Array.from({ length: 3_000 }, (_, i) => `kill-${i}`);
  const taskId = await register(keys, 'killed');
  const [victim] = system.workers;
  let killed = 0;
  let successor: Promise<unknown> | null = null;
  const done = await system.finished(taskId, {
    owner: 'killed',
    see: ({ counts }) => {
      const succeeded = counts?.succeeded ?? 0;
      if (killed > 0 || succeeded === 0 || succeeded === keys.length) return;
      killed = succeeded;
      victim?.signal('SIGKILL');
      successor = system.startWorker();
    },
  });
  expect(killed).toBeGreaterThan(0);
  await successor;
  expect(done).toMatchObject({
    phase: 'succeeded',
    attempt: 2,
    counts: { total: 3_000, succeeded: 3_000, failed: 0 },
  });
  expect((await savedKeys()).sort()).toEqual([...keys].sort());
  const starts = (await calls()).filter(({ detail }) => detail.startsWith('kill-0 '));
  expect(starts).toHaveLength(1);
});

test('run again after a failure, only rows not saved yet are saved', async () => {
  await db.query("INSERT INTO events (name, detail) VALUES ('broken', '')");
  const keys = Array.from({ length: 45 }, (_, i) => (i === 25 ? 'poison' : `part-${i}`));
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
  expect((await savedKeys()).filter((key) => !key.startsWith('kill-')).sort()).toEqual(
    [...keys].sort(),
  );
});
