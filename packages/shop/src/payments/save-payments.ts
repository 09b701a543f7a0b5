/** Saves payments by number, to be booked; a payment that is booked stays as it is. */
import type { Sql } from '@longshore/database';
import type { ImportContext, ValidRow } from '@longshore/executors';
import { upsert } from '@longshore/postgres';
import type { Payment } from './payment.js';

const BOOKED = 2;
const IS_BOOKED = { en: 'is booked already', zh: '已入账' } as const;

export async function savePayments(rows: readonly ValidRow<Payment>[], { tx }: ImportContext) {
  const booked = await bookedAmong(
    tx,
    rows.map(({ value }) => value.payment_no),
  );
  const open = rows.filter(({ value }) => !booked.has(value.payment_no));
  await upsert(tx, {
    table: 'payments',
    key: 'payment_no',
    rows: open.map(({ value }) => ({ ...value, book_state: 0, book_remark: null })),
  });
  return rows
    .filter(({ value }) => booked.has(value.payment_no))
    .map(({ number }) => ({
      row: number,
      column: 'payment_no' as const,
      code: 'booked',
      message: IS_BOOKED,
    }));
}

/** Locked, so that no batch books a payment between this look and the write. */
async function bookedAmong(tx: Sql, numbers: readonly string[]): Promise<ReadonlySet<string>> {
  const known = await tx.query<{ payment_no: string; book_state: number }>(
    'SELECT payment_no, book_state FROM payments WHERE payment_no = ANY ($1) ORDER BY payment_no FOR UPDATE',
    [numbers],
  );
  return new Set(
    known.filter((one) => one.book_state === BOOKED).map(({ payment_no }) => payment_no),
  );
}
