import { expect, test } from 'vitest';
import {
  AppError,
  ERROR_CODES,
  errorSentence,
  fill,
  LANGUAGES,
  message,
  worded,
} from './browser.js';

test('numbers are grouped and unknown names stay visible', () => {
  expect(fill('{done} of {total}, {other}', { done: 120_000, total: 1_000_000 })).toBe(
    '120,000 of 1,000,000, {other}',
  );
});

test('one row is a row, other numbers are rows', () => {
  const progress = (done: number, total: number) => message('runningRowsOf', 'en', { done, total });
  expect([progress(0, 1), progress(1, 2)]).toEqual(['0 of 1 row', '1 of 2 rows']);
  expect(fill('{rows|one|many} and {other|one|many}', { rows: 1 })).toBe(
    'one and {other|one|many}',
  );
  expect([1, 2].map((maxRows) => errorSentence('too_many_rows', { maxRows }, 'en'))).toEqual([
    'More than 1 row: narrow the selection or split the file.',
    'More than 2 rows: narrow the selection or split the file.',
  ]);
});

test('every error has a sentence in every language, with the same values', () => {
  const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  for (const [code, entry] of Object.entries(ERROR_CODES)) {
    for (const language of LANGUAGES)
      expect(names(worded(entry, language, `errors.${code}`)), code).toEqual(names(entry.en));
    expect(entry.status).toBeGreaterThanOrEqual(400);
  }
});

test('an AppError knows its status, whether a retry can heal it, and its sentence', () => {
  const cause = new Error('connect ECONNREFUSED');
  const error = new AppError('redis_unavailable', { cause });
  expect(error).toMatchObject({ status: 503, retryable: true, cause });
  expect(new AppError('too_many_rows', { values: { maxRows: 10 } })).toMatchObject({
    status: 422,
    retryable: false,
  });
  expect(errorSentence('too_many_rows', { maxRows: 5_000 }, 'zh')).toContain('5,000');
  expect(message('runningRowsOf', 'zh', { done: 1, total: 2 })).toBe('已处理 1 / 2 行');
});

test('a value can have words of its own in a language', () => {
  const error = new AppError('invalid_workbook', {
    values: { reason: 'it is cut off.', 'reason.zh': '文件不完整。' },
  });
  expect([error.sentence('en'), error.sentence('zh')]).toEqual([
    'The file is not a readable workbook: it is cut off.',
    '无法读取工作簿：文件不完整。',
  ]);
});
