import { defineExport } from '@longshore/executors';
import { keyset, sql } from '@longshore/postgres';
import * as z from 'zod';
import { Sale } from '../../../whole/sale.mjs';

export default defineExport({
  type: 'few-sales',
  title: { zh: '销售', en: 'Sales' },
  params: z.object({ from: z.int(), rows: z.int() }),
  row: Sale,
  rows: ({ from, rows }, { db }) =>
    keyset(db, {
      query: sql`SELECT id, uuid, name, sold_at, amount, open, status, email, quantity, remark FROM sales WHERE id >= ${from} AND id < ${from + rows}`,
      orderBy: ['id'],
    }),
});
