import { expect, test } from 'vitest';
import { errorFileName, resultFileName } from './result-file.js';

const task = { registeredAt: Date.UTC(2026, 0, 31, 23, 59), timeZone: 'UTC' };

test('a result is named by its title and minute, or as the person asked', () => {
  expect(resultFileName({ fileName: null, format: 'xlsx', ...task }, '订单')).toBe(
    '订单 2026-01-31 2359.xlsx',
  );
  expect(resultFileName({ fileName: 'January', format: 'csv', ...task }, 'Orders')).toBe(
    'January.csv',
  );
  expect(resultFileName({ fileName: 'January.XLSX', format: 'xlsx', ...task }, 'Orders')).toBe(
    'January.XLSX',
  );
});

test('the minute in the name is that of the zone of the task', () => {
  for (const [timeZone, minute] of [
    ['Asia/Shanghai', '2026-02-01 0759'],
    ['America/New_York', '2026-01-31 1859'],
  ] as const)
    expect(resultFileName({ fileName: null, format: 'csv', ...task, timeZone }, 'Orders')).toBe(
      `Orders ${minute}.csv`,
    );
});

test('an error workbook is named after the upload', () => {
  expect(errorFileName('价格 v1.2.xlsx', 'zh', 'xlsx')).toBe('价格 v1.2 (错误).xlsx');
  expect(errorFileName('prices', 'en', 'csv')).toBe('prices (errors).csv');
  expect(errorFileName('prices (errors).xlsx', 'zh', 'xlsx')).toBe('prices (错误).xlsx');
});
