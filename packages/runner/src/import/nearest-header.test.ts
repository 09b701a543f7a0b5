import { columnsOf } from '@longshore/executors';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { nearestColumn } from './nearest-header.js';

const columns = columnsOf(
  z.object({
    remark: z.string().meta({ header: 'Remark', titles: { zh: '备注说明' } }),
    remarks: z.string().meta({ header: 'Remarks of the shop', aliases: ['Shop remark'] }),
    sku: z.string().meta({ header: 'SKU' }),
    stock: z.int().meta({ header: '库存' }),
  }),
);
const nearest = (text: string) => nearestColumn(text, columns)?.key ?? null;

test.each([
  ['Remarc', 'remark'],
  [' ＲＥＭＡＲＫＳ* ', 'remark'],
  ['备注説明', 'remark'],
  ['Shop remarks', 'remarks'],
  ['SKV', 'sku'],
  ['KSU', 'sku'],
  ['ABC', null],
  ['库位', null],
  ['Price', null],
  ['', null],
  ['x'.repeat(30_000), null],
])('%s: %s', (text, key) => {
  expect(nearest(text)).toBe(key);
});
