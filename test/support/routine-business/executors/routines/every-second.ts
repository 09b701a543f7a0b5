import { defineRoutine } from '@longshore/executors';
import { writeDown } from '../../write-down.js';

export default defineRoutine({
  type: 'every-second',
  title: { en: 'Every second', zh: '每秒' },
  cron: '* * * * * *',
  misfire: 'all',
  overlap: 'queue',
  run: writeDown('every-second', 100),
});
