import { expect, test } from 'vitest';
import { againRequest } from './again-request.js';

test('records run again with the params and the batch number of their run', () => {
  const params = { region: 'north', batchNo: '2026-11', only: { ids: ['1', '2'] } };
  expect(againRequest({ type: 'settle', params }, ['2'])).toEqual({
    type: 'settle',
    params: { region: 'north' },
    batchNo: '2026-11',
    only: { ids: ['2'] },
  });
});

test('all that did not succeed, where none is chosen', () => {
  expect(againRequest({ type: 'settle', params: {} }, null)).toEqual({
    type: 'settle',
    params: {},
    only: 'failed',
  });
});
