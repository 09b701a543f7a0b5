import { type CallContext, retryable } from '@longshore/executors';
import { SettledDay } from '../../bookkeeping/settled-day.js';
import { database } from '../../database.js';

export default retryable('post-fees', postFees, { params: SettledDay });

/** Stands for a call of the bookkeeping: what came before, perhaps without an answer, it knows. */
async function postFees({ day, orders, fees }: SettledDay, { key }: CallContext) {
  await database.query(
    'INSERT INTO postings (key, day, orders, fees) VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO NOTHING',
    [key, day, orders, fees],
  );
}
