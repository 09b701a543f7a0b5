/** One line of the Online Retail workbook (D. Chen, UCI Machine Learning Repository); the aliases are those of its second edition. */
import * as z from 'zod';

const text = z.string();
const optional = z.string().nullable();
const positive = z.number().gt(0);

export const RetailLine = z.object({
  invoiceNo: text.meta({ header: 'InvoiceNo', aliases: ['Invoice'], width: 12 }),
  stockCode: text.meta({ header: 'StockCode', width: 12 }),
  description: optional.meta({ header: 'Description', width: 36 }),
  quantity: positive.int().meta({ header: 'Quantity', width: 10 }),
  invoiceDate: z.date().meta({ header: 'InvoiceDate', format: 'yyyy-mm-dd hh:mm', width: 18 }),
  unitPrice: positive.meta({ header: 'UnitPrice', aliases: ['Price'], width: 10 }),
  customerId: z.int().meta({ header: 'CustomerID', width: 12 }),
  country: optional.meta({ header: 'Country', width: 18 }),
});
export type RetailLine = z.output<typeof RetailLine>;
