import { expect, test } from 'vitest';
import * as z from 'zod';
import { defineExport } from './define-export.js';
import type { Row } from './executor.js';
import { checkRowsOf } from './exported-rows.js';
import { labels } from './labels.js';

const upperCase = z.codec(z.string(), z.string(), {
  decode: (text) => text.toLowerCase(),
  encode: (text) => text.toUpperCase(),
});
const products = defineExport({
  type: 'products',
  title: { en: 'Products', zh: '商品' },
  row: z.object({
    sku: z.string(),
    price: z.number(),
    stock: z.int().nullable(),
    since: z.date().optional(),
    active: z.boolean().optional(),
    status: labels({ On: 1, Off: 0 }).optional(),
    note: upperCase.optional(),
  }),
  async *rows() {},
});
const { check } = checkRowsOf(products);
const row = (over: Row = {}): Row => ({ sku: 'A', price: 1, stock: null, ...over });

test('rows without a required column are refused, with what they have', () => {
  expect(() => check([row(), { sku: 'A', pric: 1, stock: 2 }])).toThrow(
    'The rows of products lack price; they have sku, pric, stock.',
  );
  expect(() => check([{}])).toThrow('The rows of products lack sku, price; they have nothing.');
});

test.each([
  ['a list', { sku: ['A'] }, 'sku'],
  ['an object', { sku: { a: 1 } }, 'sku'],
  ['bytes', { sku: Buffer.from('A') }, 'sku'],
  ['string cheap', { price: 'cheap' }, 'price'],
  ['boolean true', { stock: true }, 'stock'],
  ['string yesterday', { since: 'yesterday' }, 'since'],
  ['string t', { active: 't' }, 'active'],
])('%s in a column of another kind is refused', (found, over, column) => {
  expect(() => check([row(over)])).toThrow(
    new RegExp(`^The rows of products hold ${found} in ${column}, which is a column of the kind `),
  );
});

test.each([
  ['a value of each kind', { since: new Date(0), active: false, status: 1, note: 'x' }],
  ['numbers as a database prints them', { price: '12345678901234567890.12', stock: 3n }],
  ['a number in a column of text', { sku: 17 }],
  ['dates as text, and those that no Date holds', { since: '2026-01-31' }],
  ['a far date', { since: '0044-03-15 BC' }],
  ['0 and 1 of a column without booleans of its own', { active: 1 }],
  ['an unknown code, which is shown as it is', { status: 9 }],
  ['whatever a codec of the author takes', { note: { anything: true } }],
])('%s passes', (_what, over) => {
  expect(() => check([row(over)])).not.toThrow();
});
