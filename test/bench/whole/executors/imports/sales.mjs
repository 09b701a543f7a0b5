import { defineImport } from '@longshore/executors';
import { currentRows, upsert } from '@longshore/postgres';
import { SALES_IMPORTED, Sale } from '../../sale.mjs';

export default defineImport({
  type: 'sales',
  title: { zh: '销售', en: 'Sales' },
  row: Sale,
  key: 'id',
  chunkRows: 1_000,
  save: (rows, { tx }) =>
    upsert(tx, { table: SALES_IMPORTED, key: 'id', rows: rows.map(({ value }) => value) }),
  current: currentRows({ table: SALES_IMPORTED, key: 'id' }),
});
