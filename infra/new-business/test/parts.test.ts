import { executorLaws } from '@longshore/executors/conformance';
import { afterAll, expect, test } from 'vitest';
import { openBusiness } from './open-business.js';

const { business, exported, imported, ran, close } = await openBusiness();
afterAll(close);

for (const { title, check } of executorLaws(business)) test(title, check);

test('the export gives all parts, or those of one status', async () => {
  expect((await exported('parts')).map(({ number }) => number)).toEqual([
    'A-100',
    'A-200',
    'B-100',
  ]);
  expect(await exported('parts', { status: 0 })).toEqual([
    { number: 'B-100', name: 'Seal ring', price: 0.35, status: 0 },
  ]);
});

test('the import saves good rows by number and names what is wrong with the others', async () => {
  const bolt = { number: 'C-1', name: 'Bolt M8', price: 0.12, status: 'on sale' };
  const issues = await imported('parts', [bolt, { ...bolt, number: 'C-2', price: -1 }]);
  expect(issues).toEqual(['3 Price: must be >= 0']);
  const numbers = (await exported('parts')).map(({ number }) => number);
  expect(numbers).toContain('C-1');
  expect(numbers).not.toContain('C-2');
});

test('the routine withdraws parts without a price, and no others', async () => {
  const free = { number: 'D-1', name: 'Sticker', price: 0, status: 'on sale' };
  expect(await imported('parts', [free, { ...free, number: 'D-2', price: 0.01 }])).toEqual([]);
  await ran('withdraw-parts');
  const withdrawn = (await exported('parts', { status: 0 })).map(({ number }) => number);
  expect(withdrawn).toEqual(['B-100', 'D-1']);
});
