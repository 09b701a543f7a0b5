import { defineExport } from '@longshore/executors';
import { keyset } from '@longshore/postgres';
import { Order } from '../../orders/order.js';
import { OrderQuery } from '../../orders/order-query.js';
import { selectOrders } from '../../orders/select-orders.js';

export default defineExport({
  type: 'orders',
  title: { zh: '订单', en: 'Orders' },
  row: Order,
  params: OrderQuery,
  rows: (query, { db, timeZone }) => keyset(db, selectOrders(query, timeZone)),
});
