import { expect, test } from 'vitest';
import { againRequest } from './again-request.js';

test('records run again with the params and the batch number of their run', () => {
  const params = { region: 'north', batchNo: 'a param of that name' };
  expect(againRequest({ type: 'settle', params, batchNo: '2026-11' }, ['2'])).toEqual({
    type: 'settle',
    params,
    batchNo: '2026-11',
    only: { ids: ['2'] },
  });
});

test('all that did not succeed, where none is chosen', () => {
  expect(againRequest({ type: 'settle', params: {}, batchNo: null }, null)).toEqual({
    type: 'settle',
    params: {},
    only: 'failed',
  });
});
