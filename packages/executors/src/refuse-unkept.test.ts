import { expect, it } from 'vitest';
import { refuseUnkept } from './refuse-unkept.js';

it.each([
  null,
  undefined,
  0,
  'a',
  true,
  [1, null, { a: 'b' }],
  { page: 3, last: undefined },
  Object.create(null),
])('lets %j be kept', (state) => {
  expect(() => refuseUnkept(state, 'checkpoint', 'state')).not.toThrow();
});

it.each([
  [Number.NaN, 'state holds NaN'],
  [{ since: new Date(0) }, 'state.since holds Date'],
  [[1, Number.POSITIVE_INFINITY], 'state.1 holds Infinity'],
  [{ done: new Set([1]) }, 'state.done holds Set'],
  [{ id: 10n }, 'state.id holds bigint'],
  [[1, undefined], 'state.1 holds undefined'],
  [{ fee: -0 }, 'state.fee holds -0'],
])('refuses %o by its place', (state, sentence) => {
  expect(() => refuseUnkept(state, 'checkpoint', 'state')).toThrow(sentence);
});
