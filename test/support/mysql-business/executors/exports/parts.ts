import { defineExport } from '@longshore/executors';
import { keyset, sql } from '@longshore/mysql';
import { Part } from '../../part.js';

export default defineExport({
  type: 'parts',
  title: { zh: '零件', en: 'Parts' },
  row: Part,
  rows: (_query, { db }) =>
    keyset(db, {
      query: sql`SELECT sku, name, price, made, active FROM parts`,
      orderBy: ['sku'],
      pageRows: 1_000,
    }),
});
