import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allOf, named, sql } from './sql.js';

const shown = ({ text, values }: ReturnType<typeof sql>) => ({ text, values });

describe('sql', () => {
  it('numbers the values of nested parts in the order of the text', () => {
    const inner = sql`b = ${2} OR c = ${3}`;
    expect(shown(sql`SELECT ${1} WHERE (${inner}) AND d = ${4}`)).toEqual({
      text: 'SELECT $1 WHERE (b = $2 OR c = $3) AND d = $4',
      values: [1, 2, 3, 4],
    });
  });

  it('may use a part twice', () => {
    const part = sql`x = ${1}`;
    expect(shown(sql`${part} OR ${part}`)).toEqual({ text: 'x = $1 OR x = $2', values: [1, 1] });
  });

  it('never writes a value into the text', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (values) => {
        const parts = values.map((value) => sql`c = ${value}`);
        const { text, values: kept } = allOf(parts);
        expect(kept).toEqual(values);
        expect(text).toBe(
          values.length === 0 ? 'TRUE' : values.map((_, i) => `(c = $${i + 1})`).join(' AND '),
        );
      }),
    );
  });
});

describe('allOf', () => {
  it('leaves out conditions that are not there', () => {
    expect(shown(allOf([undefined, sql`a`, false, null, sql`b OR ${1}`]))).toEqual({
      text: '(a) AND (b OR $1)',
      values: [1],
    });
    expect(shown(allOf([]))).toEqual({ text: 'TRUE', values: [] });
  });
});

it('named quotes each part of a name', () => {
  expect(named('shop.or"der').text).toBe('"shop"."or""der"');
});
