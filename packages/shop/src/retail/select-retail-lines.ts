/** The saved lines, in the order they were saved. */
import { type KeysetQuery, sql } from '@longshore/postgres';

export const selectRetailLines = (): KeysetQuery => ({
  query: sql`
    SELECT id, invoice_no AS "invoiceNo", stock_code AS "stockCode", description, quantity, invoice_date AS "invoiceDate",
           unit_price AS "unitPrice", customer_id AS "customerId", country
    FROM retail_lines`,
  orderBy: ['id'],
});
