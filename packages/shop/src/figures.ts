/**
 * Figures of the shop's tables, to compare files with. Behind the door `@longshore/shop/figures`;
 * used by `npm run demo`.
 */
import { type PostgresDatabase, postgres } from '@longshore/postgres';

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
export const shopFigures = (url: string, skuPrefix: string): Promise<ShopFigures> =>
  withShop(url, async (shop) => {
    const [orders] = await shop.query<Record<keyof OrderFigures, unknown>>(
      'SELECT count(*) AS rows, sum(id) AS "idSum", sum(amount * 100) AS cents FROM orders',
    );
    const [products] = await shop.query<{ rows: unknown }>(
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
  });

/** Products whose SKU begins with the prefix: how many, and a checksum of all their columns. */
export const productFigures = (
  url: string,
  skuPrefix: string,
): Promise<{ readonly rows: number; readonly checksum: string }> =>
  withShop(url, async (shop) => {
    const [found] = await shop.query<{ rows: number; checksum: string }>(
      `SELECT count(*)::integer AS rows, md5(coalesce(string_agg(p::text, E'\\n' ORDER BY sku), '')) AS checksum
       FROM products AS p WHERE starts_with(sku, $1)`,
      [skuPrefix],
    );
    if (found === undefined) throw new Error('unreachable: an aggregate gives one row');
    return found;
  });

/** What the settlement of orders left. */
export interface SettlementFigures {
  /** Orders by flag: 0 new, 1 processing, 2 success, 3 exception, 4 failure. */
  readonly orders: readonly [number, number, number, number, number];
  /** Orders that have a settlement. */
  readonly settled: number;
  /** Decimal, so that no sum is rounded. */
  readonly fees: string;
}

/** Reads the figures from the database at `url`. */
export const settlementFigures = (url: string): Promise<SettlementFigures> =>
  withShop(url, async (shop) => {
    const rows = await shop.query<{ flag: number; rows: number }>(
      'SELECT settle_state AS flag, count(*)::integer AS rows FROM orders GROUP BY flag',
    );
    const [fees] = await shop.query<{ settled: number; fees: string }>(
      'SELECT count(*)::integer AS settled, coalesce(sum(fee), 0)::text AS fees FROM settlements',
    );
    const flagged = (flag: number) => rows.find((row) => row.flag === flag)?.rows ?? 0;
    return {
      orders: [flagged(0), flagged(1), flagged(2), flagged(3), flagged(4)],
      settled: fees?.settled ?? 0,
      fees: fees?.fees ?? '0',
    };
  });

/** Dates all settlements a day back, as if a night had passed. */
export const ageSettlements = (url: string): Promise<void> =>
  withShop(url, async (shop) => {
    await shop.query("UPDATE settlements SET settled_at = settled_at - interval '1 day'");
  });

/** What the books hold: each posting's key, orders and fees. */
export interface Posting {
  readonly key: string;
  readonly orders: number;
  /** Decimal. */
  readonly fees: string;
}

/** Reads the postings from the database at `url`. */
export const postings = (url: string): Promise<Posting[]> =>
  withShop(url, (shop) =>
    shop.query<Posting>('SELECT key, orders, fees::text FROM postings ORDER BY key'),
  );

async function withShop<Result>(
  url: string,
  work: (shop: PostgresDatabase) => Promise<Result>,
): Promise<Result> {
  const shop = postgres(url);
  try {
    return await work(shop);
  } finally {
    await shop.close();
  }
}
