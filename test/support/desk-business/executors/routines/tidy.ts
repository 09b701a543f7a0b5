import { defineRoutine } from '@longshore/executors';

export default defineRoutine({
  type: 'tidy',
  title: { en: 'Tidy the shelves', zh: '整理货架' },
  description: { en: 'Puts parcels of yesterday away.', zh: '收起昨天的包裹。' },
  cron: '30 2 * * *',
  timeZone: 'Asia/Shanghai',
  run: async ({ checkpoint }) => checkpoint('tidied'),
});
