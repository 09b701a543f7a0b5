import { defineRoutine } from '@longshore/executors';
import { database } from '../../database.js';
import notify from '../retryables/notify.js';

export default defineRoutine({
  type: 'tidy',
  title: { en: 'Tidy the shelves', zh: '整理货架' },
  description: { en: 'Puts parcels of yesterday away.', zh: '收起昨天的包裹。' },
  cron: '30 2 * * *',
  timeZone: 'Asia/Shanghai',
  run: async ({ checkpoint }) => {
    await database.transaction((tx) =>
      notify.afterCommit(tx, { shelf: 7, token: 'open-sesame' }, { key: 'shelf-7' }),
    );
    await checkpoint('tidied');
  },
});
