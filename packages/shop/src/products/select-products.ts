/** All products, with the label of their category. */
import { type KeysetQuery, sql } from '@longshore/postgres';

export const selectProducts = (): KeysetQuery => ({
  query: sql`SELECT sku, products.name, categories.name AS category, price, status FROM products JOIN categories ON categories.code = category`,
  orderBy: ['sku'],
});
