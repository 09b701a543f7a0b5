/** Stands for a service; its books are tables, written outside of any transaction of the call. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type CallContext, refuse, retryable } from '@longshore/executors';
import * as z from 'zod';
import { database } from '../../database.js';

const Payment = z.object({
  amount: z.int(),
  card: z.string().meta({ secret: true }),
  /** So many attempts fail. */
  fails: z.int().default(0),
  isClosed: z.boolean().default(false),
  takesMs: z.int().default(0),
});

/** A call whose process died is taken over soon, and one that failed is due soon. */
export default retryable('pay', pay, {
  params: Payment,
  max: 2,
  leaseMs: 2_000,
  firstDelayMs: 20,
});

async function pay(payment: z.output<typeof Payment>, { key, attempt, signal }: CallContext) {
  const { amount, card, fails, isClosed, takesMs } = payment;
  await database.query('INSERT INTO tried (key, attempt) VALUES ($1, $2)', [key, attempt]);
  if (isClosed) refuse('The account is closed.');
  if (attempt <= fails) throw new Error(`no answer for card ${card}`);
  await sleep(takesMs, undefined, { signal });
  await database.query(
    `INSERT INTO paid (key, amount, attempts) VALUES ($1, $2, 1)
     ON CONFLICT (key) DO UPDATE SET attempts = paid.attempts + 1`,
    [key, amount],
  );
  return 'paid';
}
