/** What the settlement reads of an order. */
import * as z from 'zod';

export const OrderToSettle = z.object({
  id: z.int().meta({ header: '订单号', titles: { en: 'Order' } }),
  customer_id: z.int().meta({ header: '客户号', titles: { en: 'Customer' } }),
  amount: z.number().meta({ header: '金额', titles: { en: 'Amount' }, format: '#,##0.00' }),
});
export type OrderToSettle = z.output<typeof OrderToSettle>;
