/** Keeps every line, also those that repeat an invoice and a stock code. */
import type { Sql } from '@longshore/database';
import type { ValidRow } from '@longshore/executors';
import { insertMany } from '@longshore/postgres';
import type { RetailLine } from './retail-line.js';

export const insertRetailLines = (tx: Sql, rows: readonly ValidRow<RetailLine>[]): Promise<void> =>
  insertMany(tx, { table: 'retail_lines', rows: rows.map(({ value }) => lineOf(value)) });

const lineOf = (line: RetailLine) => ({
  invoice_no: line.invoiceNo,
  stock_code: line.stockCode,
  description: line.description,
  quantity: line.quantity,
  invoice_date: line.invoiceDate,
  unit_price: line.unitPrice,
  customer_id: line.customerId,
  country: line.country,
});
