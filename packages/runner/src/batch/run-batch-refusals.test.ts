/** What ends a batch or breaks it off: faults of the database, and tables that do not fit. */
import { expect, test } from 'vitest';
import { thingsBatch, upTo } from '../../test/things-batch.js';

const batch = thingsBatch();
const { fill, register, run, recordOf, ended, states, doneIds } = batch;

test('an outage of the database is no fault of a record: the run is broken off, and goes on', async () => {
  await fill(20);
  let outages = 0;
  batch.act = async (page) => {
    if (page.some(({ id }) => id === 15) && outages++ === 0)
      throw Object.assign(new Error('shutting down'), { severity: 'FATAL', code: '57P01' });
  };
  const task = await register('things');
  expect(await run(task)).toMatchObject({ retryInMs: expect.any(Number) });
  expect(await states()).toEqual({ 0: upTo(20).slice(10), 2: upTo(10) });
  expect(await recordOf(task)).toMatchObject({ phase: 'retrying', counts: { succeeded: 10 } });
  expect(await run(task)).toBe('done');
  expect(await recordOf(task)).toMatchObject({ phase: 'succeeded', counts: { succeeded: 20 } });
  expect(await doneIds()).toEqual(upTo(20));
});

test('a page that the database undid for a deadlock is worked on again by the same attempt', async () => {
  await fill(20);
  await batch.services.database.query(`
    CREATE SEQUENCE commits;
    CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('commits') <= 2 THEN
        RAISE EXCEPTION 'deadlock detected' USING ERRCODE = 'deadlock_detected';
      END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER lose AFTER INSERT ON done DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION lose()`);
  try {
    expect(await ended('things')).toMatchObject({ phase: 'succeeded', attempt: 1 });
    expect(await doneIds()).toEqual(upTo(20));
  } finally {
    await batch.services.database.query(
      'DROP TRIGGER lose ON done; DROP FUNCTION lose; DROP SEQUENCE commits',
    );
  }
});

test('a deadlock inside of process is no fault of a record', async () => {
  await fill(20);
  let deadlocks = 0;
  batch.act = async (page, { tx }) => {
    if (page.some(({ id }) => id === 15) && deadlocks++ === 0)
      await tx.query(
        `DO $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = 'deadlock_detected'; END $$`,
      );
  };
  expect(await ended('things')).toMatchObject({ phase: 'succeeded', attempt: 1 });
  expect(deadlocks).toBe(2);
  expect(await doneIds()).toEqual(upTo(20));
});

test('a column of another type ends the task with a sentence, and changes no record', async () => {
  await fill(3);
  await batch.services.database.query('ALTER TABLE things ALTER amount TYPE text');
  try {
    expect(await ended('things')).toMatchObject({
      phase: 'failed',
      error: { code: 'batch_row_misfits', values: { table: 'things', column: 'amount' } },
    });
    expect(await states()).toEqual({ 0: upTo(3) });
  } finally {
    await batch.services.database.query(
      'ALTER TABLE things ALTER amount TYPE numeric USING amount::numeric',
    );
  }
});

test.each([
  {
    what: 'a flag that is none of the batch',
    breaks: 'UPDATE things SET state = 9 WHERE id = 2',
    mends: 'UPDATE things SET state = 0',
    code: 'batch_flag_unknown',
    values: { table: 'things', column: 'state', value: '9' },
  },
  {
    what: 'a table without a column',
    breaks: 'ALTER TABLE things RENAME customer TO client',
    mends: 'ALTER TABLE things RENAME client TO customer',
    code: 'batch_column_missing',
    values: { table: 'things', column: 'customer' },
  },
  {
    what: 'a key that may be null',
    breaks: 'ALTER TABLE things DROP CONSTRAINT things_pkey, ALTER id DROP NOT NULL',
    mends: 'ALTER TABLE things ADD PRIMARY KEY (id)',
    code: 'batch_key_nullable',
    values: { table: 'things', column: 'id' },
  },
])('$what ends the task with a sentence, and changes no record', async (bad) => {
  await fill(3);
  await batch.services.database.query(bad.breaks);
  const { phase, error, attempt } = await ended('things');
  await batch.services.database.query(bad.mends);
  expect(phase).toBe('failed');
  expect(error).toMatchObject({ code: bad.code, values: bad.values });
  for (const value of Object.values(bad.values)) expect(error?.message).toContain(value);
  expect([attempt, error?.stack]).toEqual([1, undefined]);
  expect(await states()).toEqual({ 0: upTo(3) });
  expect(await ended('things')).toMatchObject({ phase: 'succeeded' });
});

test('a column that changes between pages ends the task, and what was done stays done', async () => {
  await fill(25);
  batch.act = async (_, { tx }) => {
    batch.act = async () => undefined;
    await tx.query('ALTER TABLE things ALTER amount TYPE text');
    return undefined;
  };
  const { phase, error, counts } = await ended('things');
  await batch.services.database.query(
    'ALTER TABLE things ALTER amount TYPE numeric USING amount::numeric',
  );
  expect(phase).toBe('failed');
  expect(error?.message).toBe(
    'The column amount of things was numeric when the batch began, and is text now.',
  );
  expect(counts).toMatchObject({ total: 25, succeeded: 10, failed: 0, unprocessed: 15 });
  expect(await doneIds()).toEqual(upTo(10));
  expect(await ended('things')).toMatchObject({ counts: { total: 15, succeeded: 15 } });
});
