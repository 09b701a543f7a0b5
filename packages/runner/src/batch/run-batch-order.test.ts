/** Batches whose records of a key go in order, also when Redis lost all. */
import { waitUntil } from '@longshore/infra';
import { expect, test } from 'vitest';
import { gate, thingsBatch, upTo } from '../../test/things-batch.js';

const batch = thingsBatch();
const { fill, register, run, recordOf, ended, states, doneIds, forget } = batch;

test('later records of a key wait for an exception of the key, in their order', async () => {
  await fill(30);
  batch.act = async (page, { tries }) => {
    if (page.some(({ id }) => id === 4 && tries(id) === 0)) throw new Error('no answer');
  };
  expect(await ended('ordered')).toMatchObject({ phase: 'succeeded', counts: { succeeded: 30 } });
  const done = await batch.services.database.query<{ customer: number; ids: number[] }>(
    'SELECT customer, array_agg(id::int ORDER BY position) AS ids FROM done GROUP BY customer',
  );
  for (const { ids } of done) expect(ids).toEqual([...ids].sort((a, b) => a - b));
  const ids = await doneIds();
  expect(ids.indexOf(4)).toBeGreaterThan(ids.indexOf(30));
});

test('records behind a key that never heals stay new, which a notice tells', async () => {
  await fill(9);
  batch.act = async (page) => {
    if (page.some(({ id }) => id === 4)) throw new Error('no answer');
  };
  expect(await ended('ordered')).toMatchObject({
    phase: 'partial',
    counts: { total: 9, succeeded: 7, failed: 1, unprocessed: 1 },
    notices: [{ code: 'batch_index_missing' }, { code: 'records_left', values: { count: 1 } }],
  });
  expect(await states()).toMatchObject({ 0: [7], 3: [4] });
});

test('a second ordered batch of the type is refused while the first lives, and not after its end', async () => {
  await fill(4);
  const first = await register('ordered');
  const { taskId } = first;
  let refused: unknown;
  batch.act = async () => {
    batch.act = async () => undefined;
    const second = await register('ordered');
    await run(second);
    refused = await recordOf(second);
    return undefined;
  };
  await run(first);
  expect(refused).toMatchObject({
    phase: 'failed',
    error: { code: 'batch_held', values: { taskId, type: 'ordered' } },
  });
  expect(await recordOf(first)).toMatchObject({ phase: 'succeeded' });
  expect(await ended('ordered')).toMatchObject({ phase: 'succeeded' });
});

async function someoneWaits(): Promise<boolean> {
  const waiting = await batch.services.database.query(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return waiting.length > 0;
}

test('an ordered batch of which Redis lost all ends with its page, and the next one goes on', async () => {
  await fill(60);
  const first = await register('ordered');
  const [began, begin] = gate();
  const [held, letGo] = gate();
  batch.act = async () => {
    batch.act = async () => undefined;
    begin();
    await held;
    return undefined;
  };
  const firstRun = run(first);
  await began;
  await forget(first);
  const second = await register('ordered');
  const secondRun = run(second);
  await waitUntil(someoneWaits, { what: 'the second to wait for the page of the first' });
  letGo();
  expect(await Promise.all([firstRun, secondRun])).toEqual(['done', 'done']);
  const { phase, counts } = await recordOf(second);
  expect([phase, counts.unprocessed]).toEqual(['succeeded', 0]);
  expect(await states()).toEqual({ 2: upTo(60) });
  const done = await doneIds(); // its primary key refuses a record that is worked twice
  for (const customer of [0, 1, 2]) {
    const own = done.filter((id) => id % 3 === customer);
    expect(own).toEqual(own.toSorted((a, b) => a - b));
  }
});
