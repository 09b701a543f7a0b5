/**
 * A process that makes the wanted calls of which there is no record yet, several at once, and ends.
 * Its arguments: which part of how many parts of them.
 */
import { loadBusiness, RetryLaterError } from '@longshore/executors';
import business from './business.js';
import { database } from './database.js';
import pay from './executors/retryables/pay.js';

const AT_ONCE = 8;
const [part, parts] = process.argv.slice(2).map(Number);

await loadBusiness(business);
const wanted = await database.query<{ key: string; params: Parameters<typeof pay>[0] }>(
  `SELECT key, params FROM wanted WHERE abs(hashtext(key)) % $2 = $1
   AND NOT EXISTS (SELECT 1 FROM longshore.retry_call WHERE call_key = key) ORDER BY key`,
  [part, parts],
);
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let one = wanted.pop(); one !== undefined; one = wanted.pop())
      await pay(one.params, { key: one.key }).catch(told);
  }),
);
await database.close();

/** The service said no, or is asked again later; anything else ends this process. */
function told(error: unknown): void {
  if (error instanceof RetryLaterError) return;
  if (error instanceof Error && error.message === 'The account is closed.') return;
  throw error;
}
