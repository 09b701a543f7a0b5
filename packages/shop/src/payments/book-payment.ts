/** Books a payment on its order; the shop says no where order or amount is not what was paid. */
import type { ProcessContext } from '@longshore/executors';
import type { Payment } from './payment.js';

const REFUSALS = {
  unknown_order: { en: 'the shop has no order of this number', zh: '没有该订单' },
  other_amount: { en: 'the order has another amount', zh: '与订单金额不符' },
  not_awaited: { en: 'the order does not await payment', zh: '订单不在待付款状态' },
} as const;

/** Two payments of one order: the statement that comes first books it. */
export async function bookPayment(
  { order_id, amount }: Payment,
  { tx }: Pick<ProcessContext, 'tx'>,
) {
  const booked = await tx.query(
    `UPDATE orders SET status = 'paid' WHERE id = $1 AND amount = $2 AND status = 'pending' RETURNING id`,
    [order_id, amount],
  );
  if (booked.length > 0) return;
  const [order] = await tx.query<{ amount: number }>('SELECT amount FROM orders WHERE id = $1', [
    order_id,
  ]);
  const code =
    order === undefined
      ? 'unknown_order'
      : order.amount === amount
        ? 'not_awaited'
        : 'other_amount';
  return { code, message: REFUSALS[code] };
}
