/** What becomes of the records of a batch, and which are taken. */
import { expect, test } from 'vitest';
import { NO, thingsBatch, upTo } from '../../test/things-batch.js';

const batch = thingsBatch();
const { fill, ended, states, remarkOf, doneIds } = batch;

test('each record is processed once, and its flag says so', async () => {
  await fill(25);
  batch.act = async (page) => page.map(({ id }) => ({ key: id, result: { fee: id / 2 } }));
  expect(await ended('things')).toMatchObject({
    phase: 'succeeded',
    counts: { total: 25, succeeded: 25, failed: 0, unprocessed: 0, exceptions: 0 },
  });
  expect(await doneIds()).toEqual(upTo(25));
  expect(await states()).toEqual({ 2: upTo(25) });
  const [sum] = await batch.services.database.query<{ fees: number }>(
    'SELECT sum(fee)::float AS fees FROM things',
  );
  expect(sum?.fees).toBe((25 * 26) / 4);
});

test('a batch without records is done', async () => {
  expect(await ended('lanes')).toMatchObject({ phase: 'succeeded', counts: { total: 0 } });
});

test('only the records of one batch number are taken', async () => {
  await fill(6);
  expect(await ended('things', { batchNo: 'even' })).toMatchObject({ counts: { total: 3 } });
  expect(await states()).toEqual({ 0: [1, 3, 5], 2: [2, 4, 6] });
});

test('a record that throws costs no other record, and is tried again until it heals', async () => {
  await fill(10);
  batch.act = async (page, { tries }) => {
    if (page.some(({ id }) => id === 7 && tries(id) < 2)) throw new Error('no answer in time');
  };
  expect(await ended('things')).toMatchObject({
    phase: 'succeeded',
    counts: { succeeded: 10, exceptions: 0 },
  });
  expect(await doneIds()).toEqual([1, 2, 3, 4, 5, 6, 8, 9, 10, 7]);
});

test('a record that never heals stays at exception, with its remark cut to the column', async () => {
  await fill(4);
  const answer = `no answer from the service of the rates: ${'x'.repeat(50)}`;
  batch.act = async (page) => {
    if (page.some(({ id }) => id === 2)) throw new Error(answer);
  };
  expect(await ended('things')).toMatchObject({
    phase: 'partial',
    counts: { total: 4, succeeded: 3, failed: 1, unprocessed: 0, exceptions: 1 },
  });
  expect(await states()).toEqual({ 2: [1, 3, 4], 3: [2] });
  expect(await remarkOf(2)).toBe(`${answer.slice(0, 19)}…`);
});

test('what the database refuses is an exception of that record', async () => {
  await fill(4);
  await batch.services.database.query('INSERT INTO done VALUES (3, 0)');
  expect(await ended('things')).toMatchObject({ counts: { succeeded: 3, exceptions: 1 } });
  expect(await remarkOf(3)).toMatch(/^exists already/);
});

test('a no of the business is a failure, which only a person has processed again', async () => {
  await fill(4);
  let calls = 0;
  batch.act = async (page) => {
    calls += 1;
    return page.filter(({ id }) => id === 3).map(({ id }) => ({ key: id, ...NO }));
  };
  expect(await ended('things')).toMatchObject({
    phase: 'partial',
    counts: { total: 4, succeeded: 3, failed: 1, exceptions: 0 },
  });
  expect([calls, await remarkOf(3), await states()]).toEqual([
    1,
    'is closed',
    { 2: [1, 2, 4], 4: [3] },
  ]);
  await batch.services.database.query('DELETE FROM done WHERE id = 3');
  batch.act = async () => undefined;
  expect(await ended('things')).toMatchObject({ counts: { total: 0 } });
  expect(await ended('things', { only: { ids: ['1', '3'] } })).toMatchObject({
    phase: 'succeeded',
    counts: { total: 1, succeeded: 1 },
  });
  expect([await states(), await remarkOf(3)]).toEqual([{ 2: upTo(4) }, null]);
});

test('all that failed are processed again by hand', async () => {
  await fill(6);
  batch.act = async (page) => {
    if (page.some(({ id }) => id === 2)) throw new Error('away');
    return page.filter(({ id }) => id === 3).map(({ id }) => ({ key: id, ...NO }));
  };
  await ended('things');
  await batch.services.database.query('DELETE FROM done WHERE id = 3');
  batch.act = async () => undefined;
  expect(await ended('things', { only: 'failed' })).toMatchObject({
    counts: { total: 2, succeeded: 2, failed: 0 },
  });
  expect(await states()).toEqual({ 2: upTo(6) });
});

test('without a flag for exceptions a record that is given up is a failure', async () => {
  await fill(3);
  expect(await ended('three')).toMatchObject({ phase: 'partial', counts: { failed: 1 } });
  expect(await states()).toEqual({ 1: [1, 3], 2: [2] });
});

test('a record that breaks a rule of the schema has failed, with the rule as its remark', async () => {
  await fill(3);
  await batch.services.database.query('ALTER TABLE things ALTER customer DROP NOT NULL');
  await batch.services.database.query('UPDATE things SET customer = NULL WHERE id = 2');
  expect(await ended('things')).toMatchObject({ counts: { succeeded: 2, failed: 1 } });
  expect(await states()).toEqual({ 2: [1, 3], 4: [2] });
  expect(await remarkOf(2)).toBe('customer: required');
  await batch.services.database.query('DELETE FROM things WHERE customer IS NULL');
  await batch.services.database.query('ALTER TABLE things ALTER customer SET NOT NULL');
});

test('the most urgent records are worked first, as the dispatch policy says', async () => {
  await fill(20);
  expect(await ended('urgent')).toMatchObject({ phase: 'succeeded', counts: { succeeded: 20 } });
  const ids = await doneIds();
  const rest = [1, 2, 4, 5, 7, 8, 10, 11, 13, 14];
  expect(ids).toEqual([16, 17, 18, 19, 20, 3, 6, 9, 12, 15, ...rest]);
});

test('a throttle waits between pages', async () => {
  await fill(30);
  const startedAt = performance.now();
  await ended('slow');
  expect(batch.throttled).toBeGreaterThanOrEqual(2);
  expect(performance.now() - startedAt).toBeGreaterThan(batch.throttled * 29);
});
