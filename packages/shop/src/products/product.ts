/** One product, as a row of the workbook: the same going out and coming in. */
import { labels } from '@longshore/executors';
import * as z from 'zod';

const word = z.string().trim().max(40);
const name = z.string().max(200);
const price = z.number().min(0);
const status = labels([
  { code: 1, zh: '上架', en: 'On sale' },
  { code: 0, zh: '下架', en: 'Off sale' },
]);

export const Product = z.object({
  sku: word.meta({ header: '商品编码', titles: { en: 'SKU' }, aliases: ['SKU'], width: 14 }),
  name: name.meta({ header: '商品名称', titles: { en: 'Name' }, aliases: ['Name'], width: 32 }),
  category: word.meta({
    header: '分类',
    titles: { en: 'Category' },
    aliases: ['Category'],
    width: 14,
  }),
  price: price.meta({
    header: '价格',
    titles: { en: 'Price' },
    aliases: ['Price'],
    format: '#,##0.00',
    width: 12,
  }),
  status: status.meta({ header: '状态', titles: { en: 'Status' }, aliases: ['Status'], width: 10 }),
});
export type Product = z.output<typeof Product>;
