/** One order, as a row of the workbook. */
import { labels } from '@longshore/executors';
import * as z from 'zod';

export const orderStatus = labels({
  pending: { zh: '待付款', en: 'Awaiting payment' },
  paid: { zh: '已付款', en: 'Paid' },
  shipped: { zh: '已发货', en: 'Shipped' },
  completed: { zh: '已完成', en: 'Completed' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
});

export const Order = z.object({
  id: z.int().meta({ header: '订单号', titles: { en: 'Order' }, width: 12 }),
  placedAt: z.date().meta({
    header: '下单时间',
    titles: { en: 'Placed' },
    format: 'yyyy-mm-dd hh:mm:ss',
    width: 20,
  }),
  customer: z.string().meta({ header: '客户', titles: { en: 'Customer' }, width: 18 }),
  sku: z.string().meta({ header: '商品编码', titles: { en: 'SKU' }, width: 12 }),
  product: z.string().meta({ header: '商品名称', titles: { en: 'Product' }, width: 28 }),
  quantity: z.int().meta({ header: '数量', titles: { en: 'Qty' }, width: 8 }),
  price: z
    .number()
    .meta({ header: '单价', titles: { en: 'Price' }, format: '#,##0.00', width: 12 }),
  amount: z
    .number()
    .meta({ header: '金额', titles: { en: 'Amount' }, format: '#,##0.00', width: 14 }),
  status: orderStatus.meta({ header: '状态', titles: { en: 'Status' }, width: 10 }),
  invoiced: z.boolean().meta({ header: '已开票', titles: { en: 'Invoiced' }, width: 10 }),
  remark: z
    .string()
    .nullable()
    .meta({ header: '备注', titles: { en: 'Remark' }, width: 32 }),
});
