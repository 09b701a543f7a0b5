import { executorLaws } from '@longshore/executors/conformance';
import { testBusiness } from '@longshore/testing';
import { afterAll, afterEach, expect, test } from 'vitest';

const { business, testExport, testImport, testRoutine, undo, close } = await testBusiness(
  new URL('..', import.meta.url),
);
afterEach(undo);
afterAll(close);

for (const { title, check } of executorLaws(business)) test(title, check);

test('the export gives all parts, or those of one status', async () => {
  const seal = { number: 'B-100', name: 'Seal ring', price: 0.35, status: 'withdrawn' };
  expect((await testExport('parts', { status: 0 })).rows).toEqual([seal]);
  expect((await testExport('parts')).rows).toHaveLength(3);
});

test('the import saves good rows by number and names what is wrong with the others', async () => {
  const bolt = { number: 'C-1', name: 'Bolt M8', price: 0.12, status: 'on sale' };
  const { saved, issues } = await testImport('parts', [
    bolt,
    { ...bolt, number: 'C-2', price: -1 },
  ]);
  expect(saved).toBe(1);
  expect(issues).toMatchObject([{ row: 3, column: 'Price', message: 'must be >= 0' }]);
  expect((await testExport('parts')).rows).toContainEqual(bolt);
});

test('the routine withdraws parts without a price, and no others', async () => {
  const free = { number: 'D-1', name: 'Sticker', price: 0, status: 'on sale' };
  await testImport('parts', [free, { ...free, number: 'D-2', price: 0.01 }]);
  await testRoutine('withdraw-parts');
  const { rows } = await testExport('parts', { status: 0 });
  expect(rows.map(({ number }) => number)).toEqual(['B-100', 'D-1']);
});
