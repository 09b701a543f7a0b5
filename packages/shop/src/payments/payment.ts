/**
 * One payment, as a row of the bank's file and as a record of the table: the same columns, so that
 * the workbook of payments that could not be booked is uploaded again as it is.
 */
import * as z from 'zod';

export const Payment = z.object({
  payment_no: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .meta({ header: '收款编号', titles: { en: 'Payment' }, aliases: ['Payment'], width: 16 }),
  order_id: z
    .int()
    .meta({ header: '订单号', titles: { en: 'Order' }, aliases: ['Order'], width: 12 }),
  amount: z
    .number()
    .gt(0)
    .meta({
      header: '金额',
      titles: { en: 'Amount' },
      aliases: ['Amount'],
      format: '#,##0.00',
      width: 14,
    }),
});
export type Payment = z.output<typeof Payment>;
