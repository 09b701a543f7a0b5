/** Every night at two: parts without a price are withdrawn. */
import { defineRoutine } from '@longshore/executors';

export default defineRoutine({
  type: 'withdraw-parts',
  title: { en: 'Withdraw parts without a price', zh: '停售无价格的零件' },
  cron: '0 2 * * *',
  timeZone: 'UTC',
  run: ({ checkpoint }) =>
    checkpoint(null, async (tx) => {
      await tx.query('UPDATE parts SET status = 0 WHERE price = 0');
    }),
});
