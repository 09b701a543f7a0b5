import { defineRoutine } from '@longshore/executors';
import { settledDayBefore } from '../../bookkeeping/settled-day.js';
import postFees from '../retryables/post-fees.js';

const timeZone = 'Asia/Shanghai';

export default defineRoutine({
  type: 'close-day',
  title: { zh: '日结', en: 'Close the day' },
  description: {
    zh: '汇总前一天的结算手续费并记账',
    en: 'Sums the fees of the day before and posts them.',
  },
  cron: '30 1 * * *',
  timeZone,
  misfire: 'all',
  run: ({ tick, checkpoint }) =>
    checkpoint(null, async (tx) => {
      const settled = await settledDayBefore(tick, { db: tx, timeZone });
      if (settled === undefined || settled.orders === 0) return;
      await postFees.afterCommit(tx, settled, { key: `fees ${settled.day}` });
    }),
});
