import { defineImport } from '@longshore/executors';
import { upsertInto } from '@longshore/mysql';
import { Part } from '../../part.js';

export default defineImport({
  type: 'part-prices',
  title: { zh: '零件价格', en: 'Prices of parts' },
  row: Part,
  key: 'sku',
  mode: 'whole',
  policy: ['skip', 'all-or-nothing'],
  ...upsertInto({ table: 'parts', key: 'sku' }),
  undo: true,
});
