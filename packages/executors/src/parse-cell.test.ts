import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBoolean, parseDate } from './parse-cell.js';

describe('parseBoolean', () => {
  it('takes either language, and 1 and 0', () => {
    expect(['TRUE', 'yes', '是', 1, '１', 'Y'].map(parseBoolean)).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(['False', 'no', '否', 0, '0', 'n'].map(parseBoolean)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
    for (const cell of ['maybe', 2, true]) expect(parseBoolean(cell)).toBe(cell);
  });
});

describe('parseDate', () => {
  it('takes year-first forms, with time and offset', () => {
    const expected = new Date('2026-01-02T00:00:00Z');
    for (const text of [
      '2026-01-02',
      '2026-1-2',
      '2026/1/2',
      '2026.01.02',
      '2026年1月2日',
      '２０２６/１/２',
      '2026-01-02T08:00:00+08:00',
      '2026-01-02 00:00 Z',
    ]) {
      expect(parseDate(text)).toEqual(expected);
    }
    expect(parseDate('2026/1/2 8:05')).toEqual(new Date('2026-01-02T08:05:00Z'));
    expect(parseDate('2026-01-02 08:05:09.5-03:30')).toEqual(new Date('2026-01-02T11:35:09.500Z'));
  });

  it('gives back what is no day, or could be two', () => {
    for (const cell of [
      '1/2/2026',
      '2026-02-30',
      '2026-13-01',
      '2026-01-02 24:00',
      '2026-01-02x',
      '2026-01/02',
      'today',
      45000,
    ])
      expect(parseDate(cell)).toBe(cell);
  });

  it('is the way back from every ISO time', () => {
    const times = fc.date({
      min: new Date('1000-01-01'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(times, (time) => {
        expect(parseDate(time.toISOString())).toEqual(time);
      }),
    );
  });
});
