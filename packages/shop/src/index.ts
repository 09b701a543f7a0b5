/**
 * The example business: customers, products, orders, retail lines. Replace it by your own, and name
 * yours in BUSINESS.
 */
import { defineBusiness } from '@longshore/executors';
import { postgres } from '@longshore/postgres';
import { prepareShop } from './seed/prepare-shop.js';

const ALL_ORDERS = 1_000_000;

// A business is configured by its own environment; this file alone reads it.
const database = postgres(process.env.DATABASE_URL ?? '');
const orders = Number(process.env.SHOP_ORDERS || ALL_ORDERS);
if (!Number.isSafeInteger(orders) || orders < 0)
  throw new Error('SHOP_ORDERS: must be a whole number, 0 or more');

export default defineBusiness({
  executors: new URL('./executors/', import.meta.url),
  database,
  prepare: () => prepareShop(database, { orders }),
});
