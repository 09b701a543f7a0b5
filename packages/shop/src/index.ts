/**
 * The example business: customers, products, orders, retail lines. Replace it by your own, and name
 * yours in BUSINESS.
 */
import { defineBusiness } from '@longshore/executors';
import { database } from './database.js';
import { prepareShop } from './seed/prepare-shop.js';

const ALL_ORDERS = 1_000_000;

// A business is configured by its own environment; this file and database.ts alone read it.
const orders = Number(process.env.SHOP_ORDERS || ALL_ORDERS);
if (!Number.isSafeInteger(orders) || orders < 0)
  throw new Error('SHOP_ORDERS: must be a whole number, 0 or more');

export default defineBusiness({
  executors: new URL('./executors/', import.meta.url),
  database,
  prepare: () => prepareShop(database, { orders }),
});
