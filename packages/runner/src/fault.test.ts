import { AppError } from '@longshore/contract';
import { WorkbookError } from '@longshore/workbook';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs, faultOf } from './fault.js';

const database = {
  faultOf: (error: unknown) => ({
    kind: error === lostConnection ? ('system' as const) : ('program' as const),
    code: 'x',
    message: 'y',
  }),
};
const business = { database, folder: '/srv/shop/' };
const lostConnection = new Error('terminating connection');

test.each([
  [new AppError('store_unavailable'), true, 'store_unavailable'],
  [new AppError('too_many_rows', { values: { maxRows: 5 } }), false, 'too_many_rows'],
  [lostConnection, true, 'database_unavailable'],
  [new TypeError('undefined is not a function'), false, 'executor_failed'],
  ['thrown text', false, 'executor_failed'],
])('%s: retryable %s, told as %s', (error, retryable, code) => {
  expect(faultOf(error, business)).toMatchObject({ retryable, error: { code } });
});

test.each([
  [new AppError('store_unavailable'), 'store', true],
  [new AppError('store_full'), 'store', true],
  [new AppError('store_unavailable', { retryable: false }), null, true],
  [new AppError('redis_unavailable'), 'redis', true],
  [lostConnection, 'database', false],
  [new TypeError('a bug'), null, true],
])('%s: the part that may be away is %s, for certain %s', (error, part, isCertain) => {
  expect(faultOf(error, business)).toMatchObject({ part, isCertain });
});

test('an owner reads a sentence, an operator the cause', () => {
  const cause = new Error('connect ECONNREFUSED 10.0.0.7:9000');
  const message = `The object store failed to read uploads/1/original: ${cause.message}`;
  const { error } = faultOf(new AppError('store_unavailable', { message, cause }), business);
  expect(error).toMatchObject({
    message: 'The file store cannot be reached; try again shortly.',
    cause: message,
  });
  expect(faultOf(new TypeError('x is not a function'), business).error).toMatchObject({
    message: 'The program for this type failed.',
    cause: expect.stringContaining('x is not a function'),
  });
});

test('a bad workbook is the sender to mend, and says where', () => {
  const error = new WorkbookError({
    code: 'truncated',
    message: 'The file ends in the middle of sheet 1.',
    place: {},
  });
  expect(faultOf(error, business)).toMatchObject({
    retryable: false,
    error: {
      code: 'invalid_workbook',
      values: { reason: error.message, 'reason.zh': '文件不完整，请重新上传。' },
    },
  });
  const placed = new WorkbookError({
    code: 'bad_row',
    message: 'Sheet "S" …',
    place: { sheet: 'S', row: 3, column: 'AB' },
  });
  expect(faultOf(placed, business).error.values).toMatchObject({
    'reason.zh': '行号无效（工作表“S”，第 3 行，AB 列）。',
  });
});

test.each([
  ['bad_quote', { code: 'bad_quote', values: { line: 3, character: 9 } }],
  ['record_too_large', { code: 'line_too_long', values: { line: 3 } }],
  ['old_or_encrypted', { code: 'old_workbook' }],
  ['password_protected', { code: 'password_protected' }],
  ['web_page', { code: 'web_page' }],
  ['bad_encoding', { code: 'bad_encoding' }],
  ['empty_file', { code: 'empty_file' }],
] as const)('a file refused as %s is told so in its owner’s language', (code, told) => {
  const error = new WorkbookError({
    code,
    message: 'Said by the reader.',
    place: { row: 3, offset: 9 },
  });
  expect(faultOf(error, business).error).toMatchObject(told);
});

test('a file of unclear encoding brings its readings along', () => {
  const candidates = [
    { encoding: 'windows-1252', sample: ['café'] },
    { encoding: 'windows-1251', sample: ['cafй'] },
  ];
  const error = new WorkbookError({
    code: 'encoding_unclear',
    message: 'Said by the reader.',
    values: { candidates },
  });
  const told = faultOf(error, business).error;
  expect(told).toMatchObject({
    code: 'encoding_unclear',
    values: { readings: 'windows-1252: café; windows-1251: cafй' },
  });
  expect(JSON.parse(String(told.values?.choices))).toEqual([
    { options: { encoding: 'windows-1252' }, sample: ['café'] },
    { options: { encoding: 'windows-1251' }, sample: ['cafй'] },
  ]);
});

test('the wait doubles, stays within its bounds, and is spread', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempt, random) => {
        const wait = backoffMs(attempt, () => random);
        expect(wait).toBeGreaterThanOrEqual(Math.min(1_000 * 2 ** (attempt - 1), 30_000));
        expect(wait).toBeLessThanOrEqual(37_500);
      },
    ),
  );
  expect([1, 2, 3].map((attempt) => backoffMs(attempt, () => 0))).toEqual([1_000, 2_000, 4_000]);
});
