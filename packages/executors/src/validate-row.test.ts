import { rowIssueSentence } from '@longshore/contract';
import type { Cell } from '@longshore/database';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { columnsOf } from './columns-of.js';
import { labels } from './labels.js';
import { validateRow } from './validate-row.js';

function validate(shape: z.ZodRawShape | z.ZodObject, cells: readonly Cell[]) {
  const row = shape instanceof z.ZodObject ? shape : z.object(shape);
  const columns = columnsOf(row);
  const input: Record<string, unknown> = Object.create(null);
  for (const [i, { key, fromCell }] of columns.entries()) input[key] = fromCell(cells[i] ?? null);
  return validateRow({ row, columns }, input, { row: 7 });
}

const complaints = (schema: z.ZodType, cell: Cell, language: 'en' | 'zh' = 'en') => {
  const result = validate({ it: schema }, [cell]);
  if (result.valid) return [];
  return result.issues.map((issue) => `${issue.code}: ${rowIssueSentence(issue, language)}`);
};

describe('validateRow', () => {
  it('gives the value of a good row', () => {
    const result = validate(
      { id: z.string(), count: z.int(), status: labels({ 上架: 1, 下架: 0 }) },
      [536365, '１２', '上架'],
    );
    expect(result).toEqual({ valid: true, value: { id: '536365', count: 12, status: 1 } });
  });

  it('reports all that is wrong, with row, header, code and values', () => {
    const shape = {
      id: z.string().meta({ header: 'InvoiceNo' }),
      count: z.number().gt(0).int().meta({ header: 'Quantity' }),
      note: z.string().optional(),
    };
    expect(validate(shape, [null, -1.5])).toEqual({
      valid: false,
      issues: [
        { row: 7, column: 'InvoiceNo', code: 'required', values: {}, message: null },
        {
          row: 7,
          column: 'Quantity',
          code: 'too_small',
          values: { limit: '0', inclusive: 0 },
          message: null,
        },
        { row: 7, column: 'Quantity', code: 'not_whole', values: {}, message: null },
      ],
    });
  });

  it('has words for each kind of wrong', () => {
    expect(complaints(z.string(), null)).toEqual(['required: required']);
    expect(complaints(labels({ a: 1 }), null)).toEqual(['required: required']);
    expect(complaints(z.number(), 'x')).toEqual(['not_a_number: must be a number']);
    expect(complaints(z.int(), 1.5)).toEqual(['not_whole: must be a whole number']);
    expect(complaints(z.number().gte(0), -1)).toEqual(['too_small: must be >= 0']);
    expect(complaints(z.number().lt(1000000), 1e6)).toEqual(['too_big: must be < 1000000']);
    expect(complaints(z.string().min(3), 'x')).toEqual([
      'too_short: must have at least 3 characters',
    ]);
    expect(complaints(z.string().max(3), 'abcd')).toEqual([
      'too_long: must have at most 3 characters',
    ]);
    expect(complaints(z.date(), 'x')).toEqual(['not_a_date: must be a date like 2026-01-31']);
    expect(complaints(z.date(), 45351)).toEqual([
      'number_not_date: is the number 45351; format the cell as a date',
    ]);
    expect(complaints(z.date().min(new Date('2026-01-31')), '2026-01-30')).toEqual([
      'too_early: must not be before 2026-01-31',
    ]);
    expect(complaints(z.boolean(), 'x')).toEqual(['not_a_boolean: must be yes or no']);
    expect(complaints(z.enum(['a', 'b']), 'x')).toEqual(['unknown_label: must be one of a, b']);
    expect(complaints(z.string().regex(/^P/), 'x')).toEqual(['wrong_format: has the wrong format']);
    expect(complaints(z.number().multipleOf(0.01), 0.001)).toEqual([
      'not_a_multiple: must be a multiple of 0.01',
    ]);
    expect(complaints(z.string(), { error: '#REF!' })).toEqual(['cell_error: is the error #REF!']);
    expect(
      complaints(
        z.string().refine(() => false),
        'x',
      ),
    ).toEqual(['invalid: is not valid']);
  });

  it('says why a cell could not be read, in a column that may be blank too', () => {
    const lost = { problem: 'digits_lost', text: '123456789012345678' };
    expect(complaints(z.string().nullish(), lost)).toEqual([
      'digits_lost: has lost digits: 123456789012345678 has more than the 15 that Excel keeps; format the cell as text and type it again',
    ]);
    for (const schema of [z.number().optional(), z.boolean().nullable(), z.enum(['a']), z.date()])
      expect(complaints(schema, { problem: 'formula_without_result' })).toEqual([
        'formula_without_result: is a formula without a result; open the file in Excel and save it again',
      ]);
    expect(complaints(z.date(), { problem: 'time_of_day', text: '09:00' })).toEqual([
      'time_of_day: is the time 09:00 without a day',
    ]);
    expect(complaints(z.date(), { problem: 'time_of_day', text: '09:00' }, 'zh')).toEqual([
      'time_of_day: 是时间 09:00，没有日期',
    ]);
    expect(complaints(z.string(), { problem: 'of_a_later_reader' })).toEqual([
      'of_a_later_reader: is not valid',
    ]);
  });

  it('speaks Chinese', () => {
    expect(complaints(z.number().gt(0), -1, 'zh')).toEqual(['too_small: 必须大于 0']);
    expect(complaints(z.number().lte(5), 6, 'zh')).toEqual(['too_big: 必须小于或等于 5']);
    expect(complaints(z.string(), null, 'zh')).toEqual(['required: 必填']);
  });

  it("lets the schema's own words win", () => {
    expect(complaints(z.number().gt(0, 'must cost something'), 0)).toEqual([
      'too_small: must cost something',
    ]);
    expect(
      complaints(
        z.string().refine((text) => text !== 'x', 'must not be x'),
        'x',
      ),
    ).toEqual(['invalid: must not be x']);
  });

  it('reports a check across columns with the column it names, or with none', () => {
    const row = z
      .object({ from: z.int(), to: z.int() })
      .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before from' });
    expect(validate(row, [2, 1])).toMatchObject({
      issues: [{ column: 'to', code: 'invalid', message: 'must not be before from' }],
    });
    const whole = z.object({ a: z.int() }).refine(() => false);
    expect(validate(whole, [1])).toMatchObject({
      issues: [{ column: null, code: 'invalid', message: null }],
    });
  });

  it('lists the labels of the language in which it is read', () => {
    const status = labels({ 1: { zh: '上架', en: 'On sale' }, 2: { zh: '下架', en: 'Off' } });
    for (const schema of [status, status.nullable()]) {
      expect(complaints(schema, '停售')).toEqual(['unknown_label: must be one of On sale, Off']);
      expect(complaints(schema, 'Sold', 'zh')).toEqual(['unknown_label: 必须是：上架、下架']);
    }
  });

  it('shows only the first labels of a long list', () => {
    const many = z.enum(Array.from({ length: 50 }, (_, i) => `label ${i}`));
    expect(complaints(many, 'x')).toEqual([
      'unknown_label: must be one of label 0, label 1, label 2, label 3, label 4, label 5, label 6, label 7, …',
    ]);
  });
});
