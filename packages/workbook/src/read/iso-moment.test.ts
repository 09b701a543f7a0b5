import { expect, test } from 'vitest';
import { isoMoment } from './iso-moment.js';

const HOUR_MS = 3_600_000;

test.each([
  ['2009-01-01T11:00:00.00000020954757600', 'moment', Date.UTC(2009, 0, 1, 11)],
  ['2014-01-16T15:59:59.99999979045242400', 'moment', Date.UTC(2014, 0, 16, 16)],
  ['2024-02-29T12:30', 'moment', Date.UTC(2024, 1, 29, 12, 30)],
  ['2024-02-29T12:00:00Z', 'instant', Date.UTC(2024, 1, 29, 12)],
  ['2024-02-29T12:00:00+08:00', 'instant', Date.UTC(2024, 1, 29, 4)],
  ['2024-02-29T12:00:00-03:30', 'instant', Date.UTC(2024, 1, 29, 15, 30)],
  ['2024-02-29', 'day', Date.UTC(2024, 1, 29)],
  ['0001-01-01', 'day', Date.parse('0001-01-01')],
  ['10:59:59.9999999999984025', 'time', 11 * HOUR_MS],
  ['23:44:51.894', 'time', 85_491_894],
  ['PT36H11M0.000S', 'duration', 36 * HOUR_MS + 660_000],
  ['P1DT2H', 'duration', 26 * HOUR_MS],
])('%s is a %s', (text, kind, ms) => {
  expect(isoMoment(text)).toEqual({ kind, ms });
});

test.each([
  '',
  'P',
  'PT',
  'yesterday',
  '2024-02',
  '12',
  '2024-02-30',
  '2024-13-01T00:00:00',
  '1900-01-00',
])('%j is none', (text) => {
  expect(isoMoment(text)).toBeNull();
});
