import { zoneInstant } from '@longshore/workbook/dates';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateReadingsOf, parseDate, yearFirst } from './parse-date.js';
import { NO_EVIDENCE, type TextForms } from './text-evidence.js';

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

  it('gives back what is no day', () => {
    for (const cell of [
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

  it('takes day and month in either order where only one is a day', () => {
    const expected = new Date('2026-01-31T00:00:00Z');
    for (const text of ['31/01/2026', '1/31/2026', '31.1.2026', '01-31-2026'])
      expect(parseDate(text)).toEqual(expected);
    expect(parseDate('05/05/2026 10:20')).toEqual(new Date('2026-05-05T10:20:00Z'));
    for (const text of ['31/13/2026', '31/01.2026', '31/01/20261', '31/01/26'])
      expect(parseDate(text)).toBe(text);
  });

  it('reads or refuses the others by the order that is proven or said', () => {
    const by = (dateOrder: TextForms['dateOrder']) => (text: string) =>
      parseDate(text, { ...NO_EVIDENCE, dateOrder });
    expect(by('dmy')('1/2/2026')).toEqual(new Date('2026-02-01T00:00:00Z'));
    expect(by('mdy')('1/2/2026')).toEqual(new Date('2026-01-02T00:00:00Z'));
    expect(by(null)('1/2/2026')).toEqual({ problem: 'ambiguous_date', text: '1/2/2026' });
    expect(by('dmy')('1/31/2026')).toBe('1/31/2026');
    expect(by('ymd')('31/1/2026')).toBe('31/1/2026');
    for (const order of ['dmy', 'mdy', 'ymd', null] as const)
      expect(by(order)('2026-01-02')).toEqual(new Date('2026-01-02T00:00:00Z'));
    expect(dateReadingsOf('1/2/2026 08:00')).toEqual(['2026-02-01', '2026-01-02']);
  });

  it('can be written with the year first, where only the order decides', () => {
    expect(yearFirst('1/2/2026 08:00', 'dmy')).toBe('2026-02-01 08:00');
    expect(yearFirst('01.02.2026', 'mdy')).toBe('2026-01-02');
    for (const text of ['31/01/2026', '2026-01-02', '05/05/2026', 'soon'])
      expect(yearFirst(text, 'dmy')).toBeNull();
    expect(yearFirst('1/2/2026', null)).toBeNull();
  });

  it('reads a wall clock in the zone of the forms, unless the text has an offset', () => {
    const inShanghai = { ...NO_EVIDENCE, instantOf: zoneInstant('Asia/Shanghai') };
    const moment = new Date('2026-01-01T16:00:00Z');
    for (const cell of [
      '2026-01-02',
      '2026-01-02 00:00',
      '2026-01-01T16:00Z',
      '2026-01-01 11:00-05:00',
      new Date('2026-01-02T00:00:00Z'),
    ])
      expect(parseDate(cell, inShanghai)).toEqual(moment);
  });

  it('remembers the wall clock that was written', () => {
    const inShanghai = { ...NO_EVIDENCE, instantOf: zoneInstant('Asia/Shanghai') };
    for (const [cell, wall] of [
      ['2026-01-02', '2026-01-02T00:00:00Z'],
      ['2026-01-02 08:30+09:00', '2026-01-02T08:30:00Z'],
      [new Date('2026-01-02T00:00:00Z'), '2026-01-02T00:00:00Z'],
    ] as const)
      expect(parseDate(cell, inShanghai)).toMatchObject({ wallMs: Date.parse(wall) });
  });
});
