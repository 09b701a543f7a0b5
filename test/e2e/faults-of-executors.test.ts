/** What becomes of a task whose executor, or whose data, fails. */
import { waitUntil } from '@longshore/infra';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { builtBusiness } from '../support/built-business.js';
import { makeWorkbook } from '../support/make-workbook.js';
import { readWorkbook } from '../support/read-workbook.js';
import { type System, startSystem } from '../support/system.js';

const BUSINESS = builtBusiness('unreliable-business');

let system: System;
let db: pg.Client;
beforeAll(async () => {
  // The business is TypeScript and stands outside the built packages: tsx loads it.
  system = await startSystem({
    databaseUrl: inject('databaseUrl'),
    env: { BUSINESS, TASK_MAX_ATTEMPTS: '3', TELL_CAUSES: 'false' },
  });
  db = new pg.Client({ connectionString: system.databaseUrl });
  await db.connect();
});
afterAll(async () => {
  await db?.end();
  await system?.stop();
});

const events = async (name: string, detail: string): Promise<number> =>
  Number(
    (await db.query('SELECT count(*) FROM events WHERE name = $1 AND detail = $2', [name, detail]))
      .rows[0].count,
  );

const grouped = (count: number): string => new Intl.NumberFormat('en-US').format(count);

async function rowsIn(address: string | null, headers: Record<string, string> = {}) {
  const response = await fetch(system.url + address, { headers });
  return (await readWorkbook(new Uint8Array(await response.arrayBuffer()))).rows;
}

/** The author hears of it just after the task is settled. */
async function heardOnce(detail: string): Promise<void> {
  await waitUntil(async () => (await events('given up', detail)) > 0, {
    what: `onFailed for ${detail}`,
  });
  expect(await events('given up', detail)).toBe(1);
}

async function runFaulty(owner: string, params: object) {
  const { body } = await system.registerExport({ type: 'faulty', params }, { owner });
  const done = await system.finished(body.taskId, { owner });
  return { done, record: await system.record(body.taskId, { owner }) };
}

describe('an export', () => {
  test('whose fault a retry can heal is tried again, and ends well', async () => {
    const { done, record } = await runFaulty('healing', { fault: 'system', times: 2 });
    expect(done).toMatchObject({
      phase: 'succeeded',
      attempt: 2,
      counts: { total: 2, succeeded: 2 },
    });
    expect(record.attempts).toMatchObject([
      { outcome: 'retrying', error: { code: 'database_unavailable' } },
      { outcome: 'succeeded' },
    ]);
    expect(await events('given up', 'healing database_unavailable')).toBe(0);
  });

  test('whose fault does not heal is given up after three attempts, and its author hears of it once', async () => {
    const { done, record } = await runFaulty('hopeless', { fault: 'system' });
    expect(done).toMatchObject({ status: 2, state: false, phase: 'failed', attempt: 3, url: null });
    expect(record.error).toEqual({
      code: 'attempts_exhausted',
      message: 'Given up after 3 attempts: The database cannot be reached; try again shortly.',
    });
    expect(JSON.stringify(record)).not.toContain('ECONNREFUSED');
    expect(await events('attempt', 'hopeless')).toBe(3);
    await heardOnce('hopeless attempts_exhausted');
    const worker = system.workers[0]?.lines.filter(
      ({ level, taskId }) => level === 50 && taskId === record.taskId,
    );
    expect(worker).toHaveLength(1);
  });

  test('refused by the business is not tried again, and its owner reads why', async () => {
    const { done } = await runFaulty('refused', { fault: 'business' });
    expect(done).toMatchObject({ phase: 'failed', attempt: 1, message: 'The month is closed.' });
    await heardOnce('refused business_refused');
  });

  test('whose program is wrong is not tried again, and tells no secret', async () => {
    const { done } = await runFaulty('mistaken', { fault: 'program' });
    expect(done).toMatchObject({ phase: 'failed', attempt: 1 });
    expect(done.message).not.toContain('x is not a function');
  });

  test('that failed can be run again by its owner', async () => {
    const owner = 'again';
    const { record } = await runFaulty(owner, { fault: 'business', times: 2 });
    const again = await system.call(`/api/tasks/${record.taskId}/retry`, { owner, method: 'POST' });
    expect(again).toMatchObject({ status: 202, body: { state: true, taskId: record.taskId } });
    expect(await system.finished(record.taskId, { owner })).toMatchObject({
      phase: 'succeeded',
      attempt: 2,
    });
    expect(
      await system.call(`/api/tasks/${record.taskId}/retry`, { owner, method: 'POST' }),
    ).toMatchObject({
      status: 409,
      body: { code: 'task_not_repeatable' },
    });
  });
});

describe('an import', () => {
  const importKeys = async (keys: readonly string[], owner: string) => {
    const bytes = await makeWorkbook([['key'], ...keys.map((key) => [key])]);
    const { body } = await system.registerImport(
      'fragile',
      { name: 'keys.xlsx', bytes },
      { owner },
    );
    return { taskId: body.taskId, done: await system.finished(body.taskId, { owner }) };
  };
  const saved = async (prefix: string) =>
    (await db.query('SELECT key FROM saved WHERE key LIKE $1', [`${prefix}%`])).rows.length;

  test('saves all rows but the one that the database refuses', async () => {
    const keys = Array.from({ length: 35 }, (_, i) => (i === 17 ? 'null' : `rule-${i}`));
    const { done } = await importKeys(keys, 'rules');
    expect(done).toMatchObject({
      phase: 'partial',
      counts: { total: 35, succeeded: 34, failed: 1, unprocessed: 0 },
    });
    expect(await saved('rule-')).toBe(34);
  });

  test('saves all rows but the one that breaks a rule which the database judges only at the commit', async () => {
    const keys = Array.from({ length: 35 }, (_, i) => `twin-${i === 17 ? 15 : i}`);
    const { done } = await importKeys(keys, 'twins');
    expect(done).toMatchObject({
      phase: 'partial',
      counts: { total: 35, succeeded: 34, failed: 1, unprocessed: 0 },
    });
    expect(await saved('twin-')).toBe(34);
  });

  test('that broke off in the middle goes on, when run again, with the rows that are not saved yet', async () => {
    await db.query("INSERT INTO events (name, detail) VALUES ('broken', '')");
    // no row of the third chunk is to blame alone
    const special = (i: number) => (i === 7 ? 'null' : i >= 20 && i < 30 ? `poison-${i}` : null);
    const keys = Array.from({ length: 45 }, (_, i) => special(i) ?? `part-${i}`);
    const { taskId, done } = await importKeys(keys, 'parts');
    expect(done).toMatchObject({
      phase: 'failed',
      counts: { total: 45, succeeded: 19, failed: 1, unprocessed: 25 },
      message: expect.stringMatching(/ 19 rows saved, 1 to correct, 25 not reached\.$/),
    });
    expect((await rowsIn(done.issuesUrl)).slice(1)).toEqual([
      ['null', 'Row 9', expect.any(String), expect.stringMatching(/^R1-/)],
    ]);
    expect(await saved('part-')).toBe(19);

    await db.query("DELETE FROM events WHERE name = 'broken'");
    expect(
      (await system.call(`/api/tasks/${taskId}/retry`, { owner: 'parts', method: 'POST' })).status,
    ).toBe(202);
    expect(await system.finished(taskId, { owner: 'parts' })).toMatchObject({
      phase: 'partial',
      counts: { total: 45, succeeded: 44, failed: 1, unprocessed: 0 },
    });
    expect(await saved('part-')).toBe(34);
    expect((await db.query('SELECT key FROM saved GROUP BY key HAVING count(*) > 1')).rows).toEqual(
      [],
    );
  });

  test('cancelled in the middle saves nothing more, and gives back what is to correct', async () => {
    const owner = 'stopper';
    const bytes = await makeWorkbook([
      ['key'],
      ...Array.from({ length: 20_000 }, (_, i) => [i === 3 ? 'null' : `stop-${i}`]),
    ]);
    const { body } = await system.registerImport(
      'fragile',
      { name: 'keys.xlsx', bytes },
      { owner },
    );
    let seen = 0;
    await system.finished(body.taskId, {
      owner,
      see: ({ counts, phase }) => {
        seen = counts?.succeeded ?? 0;
        if (phase === 'running' && seen > 0)
          void system.call(`/api/tasks/${body.taskId}/cancel`, { owner, method: 'POST' });
      },
    });
    const atCancel = await saved('stop-');
    expect(atCancel).toBeGreaterThanOrEqual(seen);
    expect(atCancel).toBeLessThan(20_000);
    const later = await importKeys(['after'], owner);
    expect(later.done).toMatchObject({ phase: 'succeeded' });
    expect(await saved('stop-')).toBe(atCancel);
    const { counts, message } = await system.record(body.taskId, { owner });
    expect(counts.succeeded).toBe(atCancel);
    expect(counts.succeeded + counts.failed + (counts.unprocessed ?? 0)).toBe(counts.total);
    expect(message).toBe(
      `Cancelled. ${grouped(atCancel)} rows saved, 1 to correct, ${grouped(counts.unprocessed ?? 0)} not reached.`,
    );
    await waitUntil(async () => (await system.record(body.taskId, { owner })).issues !== null, {
      what: 'the error workbook of the cancelled import',
    });
    const rows = await rowsIn(`/api/tasks/${body.taskId}/issues`, { 'x-owner': owner });
    expect(rows.slice(1)).toEqual([
      ['null', 'Row 5', expect.any(String), expect.stringMatching(/^R1-/)],
    ]);
  });
});
