import { defineImport } from '@longshore/executors';
import { upsert } from '@longshore/mysql';
import { Part } from '../../part.js';

export default defineImport({
  type: 'part-prices',
  title: { zh: '零件价格', en: 'Prices of parts' },
  row: Part,
  key: 'sku',
  save: (rows, { tx }) =>
    upsert(tx, { table: 'parts', key: 'sku', rows: rows.map(({ value }) => value) }),
});
