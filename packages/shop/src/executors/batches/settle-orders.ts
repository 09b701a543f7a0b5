import { defineBatch } from '@longshore/executors';
import { OrderToSettle } from '../../settlements/order-to-settle.js';
import { settle } from '../../settlements/settle.js';

export default defineBatch({
  type: 'settle-orders',
  title: { zh: '订单结算', en: 'Settle orders' },
  row: OrderToSettle,
  source: { table: 'orders', key: 'id', state: 'settle_state', remark: 'settle_remark' },
  orderBy: 'customer_id',
  parallel: 4,
  process: settle,
});
