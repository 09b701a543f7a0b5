import { WallDate } from '@longshore/database';
import { zoneInstant } from '@longshore/workbook/dates';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { columnsInZone } from './columns-in-zone.js';
import { columnsOf } from './columns-of.js';
import { NO_EVIDENCE } from './text-evidence.js';

const row = z.object({
  moment: z.date().meta({ format: 'yyyy-mm-dd hh:mm' }),
  plain: z.date(),
  number: z.date().meta({ format: '0.00' }),
  day: z.date().nullable().meta({ format: 'dd.mm.yyyy' }),
  text: z.string().meta({ format: 'yyyy-mm-dd' }),
});
const columns = columnsOf(row);
const shanghai = { ...NO_EVIDENCE, instantOf: zoneInstant('Asia/Shanghai') };

describe('a column of dates', () => {
  it('holds days where its format shows no time', () => {
    expect(columns.filter(({ isDay }) => isDay).map(({ key }) => key)).toEqual(['day']);
  });

  it('takes a day as its cell shows the day, in every zone and at every offset', () => {
    const day = columns[3];
    const expected = new Date('2026-01-31T00:00:00Z');
    for (const cell of ['2026-01-31', expected, '2026-01-31T00:00:00+08:00'])
      expect(day?.fromCell(cell, shanghai)).toStrictEqual(expected);
    const hidden = new Date('2026-01-31T18:30:00Z');
    expect(day?.fromCell(hidden, shanghai)).toStrictEqual(hidden);
  });

  it('takes a moment as the wall clock of the zone', () => {
    for (const { fromCell } of columns.slice(0, 3))
      expect(fromCell('2026-01-31 00:00', shanghai)).toEqual(new Date('2026-01-30T16:00:00Z'));
  });
});

it('a day of the database in a column of moments begins in the zone', () => {
  const day = new WallDate(Date.UTC(2026, 0, 31));
  const cells = (value: unknown, zone: string) =>
    columnsInZone(columns, zone).map(({ toCell }) => toCell(value));
  const began = new Date('2026-01-30T16:00:00Z');
  expect(cells(day, 'Asia/Shanghai')).toEqual([began, began, began, day, '2026-01-31']);
  expect(cells('2026-01-31', 'Asia/Shanghai').slice(0, 4)).toEqual([began, began, began, day]);
  const moment = new Date('2026-01-31T00:00:00Z');
  expect(cells(moment, 'Asia/Shanghai').slice(0, 4)).toEqual(Array(4).fill(moment));
  const withOffset = '2026-01-31 08:00:00+08';
  expect(cells(withOffset, 'America/New_York')[0]).toEqual(withOffset);
});
