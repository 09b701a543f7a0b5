/** A price list of a table that only stores: a preview compares its rows with the table. */
import { defineImport } from '@longshore/executors';
import { upsertInto } from '@longshore/postgres';
import { PriceLine } from '../../price-line.js';

export default defineImport({
  type: 'compared-prices',
  title: { zh: '价格', en: 'Prices' },
  row: PriceLine,
  key: 'sku',
  ...upsertInto({ table: 'compared_prices', key: 'sku' }),
});
