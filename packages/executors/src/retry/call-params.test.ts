import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { callParams } from './call-params.js';

const secret = () => z.string().meta({ secret: true });
const shown = (schema: z.ZodObject, value: unknown) =>
  callParams('pay', schema).masked(JSON.stringify(value));

describe('the params of a retryable', () => {
  it.each([
    ['a property', z.object({ a: secret() }), { a: 'x' }, { a: '***' }],
    ['an optional one', z.object({ a: secret().optional() }), { a: 'x' }, { a: '***' }],
    [
      'one marked last',
      z.object({ a: z.string().nullish().meta({ secret: true }) }),
      { a: 'x' },
      { a: '***' },
    ],
    ['a number', z.object({ a: z.int().meta({ secret: true }) }), { a: 42 }, { a: '***' }],
    [
      'a whole object',
      z.object({ a: z.object({ b: z.string() }).meta({ secret: true }) }),
      { a: { b: 'x' } },
      { a: '***' },
    ],
    [
      'nested',
      z.object({ a: z.object({ b: secret(), c: z.string() }) }),
      { a: { b: 'x', c: 'y' } },
      { a: { b: '***', c: 'y' } },
    ],
    [
      'in a list',
      z.object({ a: z.array(z.object({ b: secret() })) }),
      { a: [{ b: 'x' }, { b: 'y' }] },
      { a: [{ b: '***' }, { b: '***' }] },
    ],
    [
      'in a tuple',
      z.object({ a: z.tuple([z.string(), secret()]) }),
      { a: ['x', 'y'] },
      { a: ['x', '***'] },
    ],
    [
      'in a record',
      z.object({ a: z.record(z.string(), secret()) }),
      { a: { k: 'x' } },
      { a: { k: '***' } },
    ],
    [
      'in a union',
      z.object({ a: z.union([z.object({ b: secret() }), z.int()]) }),
      { a: { b: 'x' } },
      { a: { b: '***' } },
    ],
    ['with a default', z.object({ a: secret().default('d') }), { a: 'x' }, { a: '***' }],
    [
      'transformed',
      z.object({ a: secret().transform((text) => text.length) }),
      { a: 'x' },
      { a: '***' },
    ],
    [
      'piped',
      z.object({ a: z.string().transform(Number).meta({ secret: true }) }),
      { a: '4' },
      { a: '***' },
    ],
  ])('are shown without secrets: %s', (_, schema, value, masked) => {
    expect(shown(schema, value)).toEqual(masked);
    expect(callParams('pay', schema).hasSecrets).toBe(true);
  });

  it('of a schema that contains itself are shown without secrets', () => {
    const Node = z.object({
      pin: secret(),
      get next() {
        return Node.optional();
      },
    });
    const value = { pin: 'a', next: { pin: 'b', next: { pin: 'c' } } };
    const masked = { pin: '***', next: { pin: '***', next: { pin: '***' } } };
    expect(shown(Node as unknown as z.ZodObject, value)).toEqual(masked);
  });

  it('are shown as they are where nothing is secret', () => {
    const schema = z.object({ secret: z.boolean(), note: z.string().nullable() });
    expect(shown(schema, { secret: true, note: null })).toEqual({ secret: true, note: null });
    expect(callParams('pay', schema).hasSecrets).toBe(false);
  });

  it('leave no secret in a message', () => {
    const params = callParams('pay', z.object({ a: secret(), b: z.string() }));
    const text = params.textOf({ a: 'tok_1', b: 'order' });
    expect(params.hideIn('tok_1 of order: tok_1 is wrong', text)).toBe(
      '*** of order: *** is wrong',
    );
  });

  it('come back from their JSON as the function first saw them', () => {
    const schema = z.object({ value: z.json() });
    const params = callParams('pay', schema);
    const kept = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('-0'));
    fc.assert(
      fc.property(kept, (value) => {
        if (containsMinusZero(value)) return;
        expect(params.parse(params.textOf({ value }))).toEqual(schema.parse({ value }));
      }),
    );
  });

  it('are refused where JSON would change them', () => {
    const params = callParams('pay', z.object({ at: z.any() }));
    for (const at of [new Date(0), Number.NaN, [undefined], 1n, new Map(), -0])
      expect(() => params.textOf({ at })).toThrow('params of pay: params.at');
  });
});

const containsMinusZero = (value: unknown): boolean =>
  Object.is(value, -0) ||
  (typeof value === 'object' && value !== null && Object.values(value).some(containsMinusZero));
