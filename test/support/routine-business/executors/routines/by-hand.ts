import { defineRoutine } from '@longshore/executors';
import { writeDown } from '../../write-down.js';

export default defineRoutine({
  type: 'by-hand',
  title: { en: 'By hand', zh: '手动' },
  cron: '30 2 * * *',
  timeZone: 'Asia/Shanghai',
  run: writeDown('by-hand', 300),
});
