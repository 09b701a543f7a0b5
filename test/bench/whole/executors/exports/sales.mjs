import { defineExport } from '@longshore/executors';
import { keyset, sql } from '@longshore/postgres';
import { Sale } from '../../sale.mjs';

export default defineExport({
  type: 'sales',
  title: { zh: '销售', en: 'Sales' },
  row: Sale,
  rows: (_query, { db }) =>
    keyset(db, {
      query: sql`SELECT id, uuid, name, sold_at, amount, open, status, email, quantity, remark FROM sales`,
      orderBy: ['id'],
    }),
});
