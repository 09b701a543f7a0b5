/** One product, as a row of the workbook: the same going out and coming in. */
import { labels } from '@longshore/executors';
import * as z from 'zod';

export const Product = z.object({
  sku: z
    .string()
    .max(40)
    .meta({ header: '商品编码', aliases: ['SKU'], width: 14 }),
  name: z
    .string()
    .max(200)
    .meta({ header: '商品名称', aliases: ['Name'], width: 32 }),
  category: z.string().meta({ header: '分类', aliases: ['Category'], width: 14 }),
  price: z
    .number()
    .min(0)
    .meta({ header: '价格', aliases: ['Price'], format: '#,##0.00', width: 12 }),
  status: labels({ 上架: 1, 下架: 0 }).meta({ header: '状态', aliases: ['Status'], width: 10 }),
});
export type Product = z.output<typeof Product>;
