/** The products of some SKUs as the shop has them, for the preview of an import. */
import type { ImportContext, Row } from '@longshore/executors';

export const storedProducts = (keys: readonly Row[], { tx }: Pick<ImportContext, 'tx'>) =>
  tx.query<Row>(
    `SELECT sku, products.name, categories.name AS category, price, status
     FROM products JOIN categories ON categories.code = category WHERE sku = ANY ($1)`,
    [keys.map(({ sku }) => sku)],
  );
