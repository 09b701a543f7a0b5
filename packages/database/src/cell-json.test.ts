import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from './cell.js';
import { decodeCells, encodeCells } from './cell-json.js';

const cell: fc.Arbitrary<Cell> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  fc.boolean(),
  fc.date(),
  fc.constant(null),
  fc.constantFrom('#N/A', '#REF!').map((error) => ({ error })),
);

describe('cells as JSON', () => {
  it('come back equal, whatever their text', () => {
    fc.assert(
      fc.property(fc.array(cell), (cells) => {
        const json = encodeCells(cells);
        expect(json).not.toMatch(/\\u0000|\\ud[89a-f]/i);
        expect(decodeCells(JSON.parse(json))).toEqual(cells);
      }),
    );
  });
});
