/** The orders an export asks for. */
import { startOfDay } from '@longshore/executors';
import { allOf, type KeysetQuery, sql } from '@longshore/postgres';
import type { OrderQuery } from './order-query.js';

export function selectOrders(
  { from, to, status, ids, orderBy, descending, limit }: OrderQuery,
  timeZone: string,
): KeysetQuery {
  const conditions = allOf([
    from !== undefined && sql`orders.placed_at >= ${momentOf(from, timeZone)}`,
    to !== undefined && sql`orders.placed_at < ${momentOf(to, timeZone)}`,
    status !== undefined && sql`orders.status = ${status}`,
    ids !== undefined && sql`orders.id = ANY (${ids}::bigint[])`,
  ]);
  const query = sql`
    SELECT orders.id, placed_at AS "placedAt", customers.name AS customer, sku, products.name AS product,
           quantity, orders.price, amount, orders.status, invoiced, remark
    FROM orders JOIN customers ON customers.id = customer_id JOIN products USING (sku)
    WHERE ${conditions}`;
  return { query, orderBy: orderBy === 'id' ? ['id'] : [orderBy, 'id'], descending, limit };
}

const momentOf = (time: string, timeZone: string): Date =>
  time.length === 'yyyy-mm-dd'.length ? startOfDay(time, timeZone) : new Date(time);
