/**
 * One line of the Online Retail workbook (D. Chen, UCI Machine Learning Repository); the aliases
 * are those of its second edition.
 */
import * as z from 'zod';

const text = z.string();
const optional = z.string().nullable();
const positive = z.number().gt(0);

export const RetailLine = z.object({
  invoiceNo: text.meta({
    header: 'InvoiceNo',
    titles: { en: 'Invoice', zh: '发票号' },
    aliases: ['Invoice'],
    width: 12,
  }),
  stockCode: text.meta({
    header: 'StockCode',
    titles: { en: 'Stock code', zh: '货号' },
    width: 12,
  }),
  description: optional.meta({
    header: 'Description',
    titles: { en: 'Description', zh: '描述' },
    width: 36,
  }),
  quantity: positive
    .int()
    .meta({ header: 'Quantity', titles: { en: 'Quantity', zh: '数量' }, width: 10 }),
  invoiceDate: z.date().meta({
    header: 'InvoiceDate',
    titles: { en: 'Invoiced', zh: '开票时间' },
    format: 'yyyy-mm-dd hh:mm',
    width: 18,
  }),
  unitPrice: positive.meta({
    header: 'UnitPrice',
    titles: { en: 'Unit price', zh: '单价' },
    aliases: ['Price'],
    width: 10,
  }),
  customerId: z
    .int()
    .meta({ header: 'CustomerID', titles: { en: 'Customer', zh: '客户号' }, width: 12 }),
  country: optional.meta({ header: 'Country', titles: { en: 'Country', zh: '国家' }, width: 18 }),
});
export type RetailLine = z.output<typeof RetailLine>;
