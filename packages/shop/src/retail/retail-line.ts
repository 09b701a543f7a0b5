/** One line of the Online Retail workbook (D. Chen, UCI Machine Learning Repository); the aliases are those of its second edition. */
import * as z from 'zod';

export const RetailLine = z.object({
  invoiceNo: z.string().meta({ header: 'InvoiceNo', aliases: ['Invoice'], width: 12 }),
  stockCode: z.string().meta({ header: 'StockCode', width: 12 }),
  description: z.string().nullable().meta({ header: 'Description', width: 36 }),
  quantity: z.number().gt(0).int().meta({ header: 'Quantity', width: 10 }),
  invoiceDate: z.date().meta({ header: 'InvoiceDate', format: 'yyyy-mm-dd hh:mm', width: 18 }),
  unitPrice: z
    .number()
    .gt(0)
    .meta({ header: 'UnitPrice', aliases: ['Price'], width: 10 }),
  customerId: z.int().meta({ header: 'CustomerID', width: 12 }),
  country: z.string().nullable().meta({ header: 'Country', width: 18 }),
});
export type RetailLine = z.output<typeof RetailLine>;
