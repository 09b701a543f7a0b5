import { defineImport } from '@longshore/executors';
import { upsertInto } from '@longshore/postgres';
import { SALES_IMPORTED, Sale } from '../../sale.mjs';

export default defineImport({
  type: 'sales',
  title: { zh: '销售', en: 'Sales' },
  row: Sale,
  key: 'id',
  chunkRows: 1_000,
  ...upsertInto({ table: SALES_IMPORTED, key: 'id' }),
});
