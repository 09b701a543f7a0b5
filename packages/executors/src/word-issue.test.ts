import { expect, it } from 'vitest';
import * as z from 'zod';
import { columnsOf } from './columns-of.js';
import { wordIssue } from './word-issue.js';

const columns = columnsOf(
  z.object({ count: z.int().meta({ header: '数量', titles: { en: 'Qty' } }) }),
);
const issue = { row: 2, column: '数量', code: 'not_whole', values: {}, message: null };

it('names the column and words the reason in the language of the reader', () => {
  expect(wordIssue(issue, columns, 'en')).toEqual({
    row: 2,
    column: 'Qty',
    code: 'not_whole',
    values: {},
    message: 'must be a whole number',
  });
  expect(wordIssue(issue, columns, 'zh')).toMatchObject({ column: '数量', message: '必须是整数' });
});

it('keeps the header of a column that is gone, and no column for the row as a whole', () => {
  expect(wordIssue({ ...issue, column: 'Size' }, columns, 'zh').column).toBe('Size');
  expect(wordIssue({ ...issue, column: null }, columns, 'zh').column).toBeNull();
});
