/** A price list of a table with a check: a preview has to try its rows. */
import { defineImport } from '@longshore/executors';
import { upsertInto } from '@longshore/postgres';
import { PriceLine } from '../../price-line.js';

export default defineImport({
  type: 'tried-prices',
  title: { zh: '价格', en: 'Prices' },
  row: PriceLine,
  key: 'sku',
  ...upsertInto({ table: 'tried_prices', key: 'sku' }),
});
