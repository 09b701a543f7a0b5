/**
 * Random cells that a column is likely to take: by its kind, within the bounds its schema states.
 * Used by the conformance laws.
 */

import type { Cell } from '@longshore/database';
import fc from 'fast-check';
import * as z from 'zod';
import { isBlank } from './cell-text.js';
import type { Column } from './column.js';
import { unwrap } from './field.js';

/** A schema with checks that bounds do not tell can name values by `.meta({ examples: […] })`. */
export function cellsFor(column: Column, schema: z.core.$ZodType): fc.Arbitrary<Cell> {
  const { inner } = unwrap(schema);
  // Draft 2020-12 has numbers where older drafts, which the type also covers, have booleans.
  const bounds = z.toJSONSchema(inner, { io: 'input', unrepresentable: 'any' }) as Bounds;
  const filled =
    bounds.examples === undefined
      ? KINDS[column.kind](bounds, column)
      : fc.constantFrom(...bounds.examples);
  return column.required ? filled : fc.option(filled);
}

interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly examples?: Cell[];
}

const KINDS: Readonly<
  Record<Column['kind'], (bounds: Bounds, column: Column) => fc.Arbitrary<Cell>>
> = {
  text: ({ pattern, minLength = 1, maxLength = 100 }) =>
    pattern === undefined
      ? fc.string({ minLength, maxLength, unit: 'grapheme' }).filter((text) => !isBlank(text))
      : fc.stringMatching(new RegExp(pattern)).filter((text) => !isBlank(text)),
  integer: (bounds) => fc.integer(wholeRange(bounds)),
  number: (bounds) => {
    const { multipleOf } = bounds;
    return multipleOf === undefined
      ? fc.double({ ...range(bounds), noNaN: true })
      : fc.integer(wholeRange(bounds)).map((n) => n * multipleOf);
  },
  decimal: (bounds) =>
    bounds.pattern === undefined
      ? fc.oneof(fc.double({ ...range(bounds), noNaN: true }), LONG_DECIMAL)
      : fc.stringMatching(new RegExp(bounds.pattern)),
  boolean: () => fc.boolean(),
  date: () =>
    fc.date({ min: new Date('1900-03-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
  label: (_bounds, { labels }) => fc.constantFrom(...(labels ?? [])),
};

/** More digits than a double keeps. */
const LONG_DECIMAL = fc.stringMatching(/^-?[1-9]\d{16,40}\.\d{1,30}$/);

const MOST = 1e9;

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Bounds): {
  min: number;
  max: number;
} {
  return {
    min: Math.max(minimum ?? exclusiveMinimum ?? -MOST, -MOST),
    max: Math.min(maximum ?? exclusiveMaximum ?? MOST, MOST),
  };
}

function wholeRange(bounds: Bounds): { min: number; max: number } {
  const { min, max } = range(bounds);
  return { min: Math.ceil(min), max: Math.floor(max) };
}
