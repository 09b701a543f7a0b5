/**
 * Figures of the shop's tables, to compare files with. Behind the door `@longshore/shop/figures`;
 * used by `npm run demo`.
 */
import { postgres } from '@longshore/postgres';

/** Rows and sums of all orders. */
export interface OrderFigures {
  readonly rows: number;
  readonly idSum: number;
  /** Sum of the amounts in cents, so that no sum is rounded. */
  readonly cents: number;
}

/** What the tables hold. */
export interface ShopFigures {
  readonly orders: OrderFigures;
  /** Products whose SKU begins with the prefix that was asked for. */
  readonly products: number;
}

/** Reads the figures from the database at `url`. */
export async function shopFigures(url: string, skuPrefix: string): Promise<ShopFigures> {
  const database = postgres(url);
  try {
    const [orders] = await database.query<Record<keyof OrderFigures, unknown>>(
      'SELECT count(*) AS rows, sum(id) AS "idSum", sum(amount * 100) AS cents FROM orders',
    );
    const [products] = await database.query<{ rows: unknown }>(
      'SELECT count(*) AS rows FROM products WHERE starts_with(sku, $1)',
      [skuPrefix],
    );
    return {
      orders: {
        rows: Number(orders?.rows),
        idSum: Number(orders?.idSum),
        cents: Number(orders?.cents),
      },
      products: Number(products?.rows),
    };
  } finally {
    await database.close();
  }
}
