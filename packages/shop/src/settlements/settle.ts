/**
 * Writes the fee of each order; the shop says no to orders that the treasury must approve. The
 * service that tells the rates is slow for one order of a few thousand, and answers the second
 * time.
 */
import type { ProcessContext } from '@longshore/executors';
import { insertMany } from '@longshore/postgres';
import type { OrderToSettle } from './order-to-settle.js';

const APPROVAL_ABOVE = 19_000;
const NEEDS_APPROVAL = {
  code: 'needs_approval',
  message: {
    en: 'is above 19,000.00: the treasury must approve it',
    zh: '金额超过 19,000.00，须经财务批准',
  },
} as const;

export async function settle(
  orders: readonly OrderToSettle[],
  { tx, tries }: Pick<ProcessContext, 'tx' | 'tries'>,
) {
  for (const { id } of orders) askRate(id, tries(id));
  const payable = orders.filter(({ amount }) => amount <= APPROVAL_ABOVE);
  await insertMany(tx, {
    table: 'settlements',
    rows: payable.map(({ id, amount }) => ({ order_id: id, fee: feeOf(amount) })),
  });
  return orders
    .filter(({ amount }) => amount > APPROVAL_ABOVE)
    .map(({ id }) => ({ key: id, ...NEEDS_APPROVAL }));
}

const SLOW_EVERY = 4_999;

/** Stands for a call to a service. */
function askRate(id: number, tries: number): void {
  if (id % SLOW_EVERY === 0 && tries === 0)
    throw new Error('the service of the rates did not answer in time');
}

const RATE_PER_MILLE = 6;
const LOWEST_CENTS = 10;

/** In cents, so that no fee is rounded twice. */
function feeOf(amount: number): number {
  const cents = Math.round(amount * 100);
  return Math.max(LOWEST_CENTS, Math.round((cents * RATE_PER_MILLE) / 1_000)) / 100;
}
