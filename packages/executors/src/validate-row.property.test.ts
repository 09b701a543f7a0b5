/** validateRow runs compiled schemas: their values and their issues are those of zod itself. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { columnsOf } from './columns-of.js';
import { labels } from './labels.js';
import { complaintOf } from './row-messages.js';
import { validateRow } from './validate-row.js';

const COLUMNS: Readonly<Record<string, z.ZodType>> = {
  text: z.string(),
  sized: z.string().min(2).max(4),
  exact: z.string().length(3),
  matched: z.string().regex(/^[a-zé🎁]+$/u),
  trimmed: z.string().trim().toUpperCase().max(3),
  email: z.email(),
  number: z.number(),
  bounded: z.number().gt(-1).lt(10).gte(-0.5).lte(9.5),
  multiple: z.number().multipleOf(0.01),
  whole: z.int().min(-3),
  date: z.date().min(new Date('2020-01-01')).max(new Date('2030-01-01')),
  boolean: z.boolean(),
  choice: z.enum(['a', 'b']),
  label: labels({ 上架: 1, 下架: 0, none: 'n' }),
  nullable: z.string().max(3).nullable(),
  optional: z.int().optional(),
  nullish: labels({ a: true, b: false }).nullish(),
  default: z.string().default('x'),
  refined: z.string().refine((text) => text !== 'a', 'must not be a'),
};

const cell = fc.oneof(
  fc.string({ maxLength: 6, unit: 'grapheme' }),
  fc.constantFrom('a', 'b', 'abc', ' ab ', '上架', '下架', 'none', 'é🎁', 'a@b.co'),
  fc.integer({ min: -5, max: 12 }),
  fc.double(),
  fc.constantFrom(2 ** 53, 9.5, -0.5, 0.29),
  fc.boolean(),
  fc.date({ min: new Date('2019-12-31'), max: new Date('2030-01-02') }),
  fc.constantFrom(null, undefined, { error: '#N/A' }),
);

function expectEqual(row: z.ZodObject, input: Record<string, unknown>): void {
  const columns = columnsOf(row);
  const zod = row.safeParse(input, { error: () => NO_MESSAGE });
  const expected = zod.success
    ? { valid: true, value: zod.data }
    : {
        valid: false,
        issues: zod.error.issues.map((issue) => {
          const column = columns.find(({ key }) => key === String(issue.path[0]));
          return {
            row: 7,
            column: column?.header,
            ...complaintOf(issue, input[String(issue.path[0])], column),
            message: issue.message === NO_MESSAGE ? null : issue.message,
          };
        }),
      };
  expect(validateRow({ row, columns }, input, { row: 7 })).toStrictEqual(expected);
}

const NO_MESSAGE = 'none of its own';

describe('validateRow, compiled', () => {
  it.each(Object.entries(COLUMNS))('judges %s as zod does', (_name, schema) => {
    const row = z.object({ it: schema });
    const input = fc.oneof(
      cell.map((it) => ({ it })),
      fc.constant({}),
    );
    fc.assert(
      fc.property(input, (given) => expectEqual(row, given)),
      { numRuns: 500 },
    );
  });

  it('judges whole rows as zod does', () => {
    const row = z.object(COLUMNS);
    fc.assert(
      fc.property(
        fc.record(Object.fromEntries(Object.keys(COLUMNS).map((key) => [key, cell]))),
        (given) => expectEqual(row, given),
      ),
    );
  });
});
