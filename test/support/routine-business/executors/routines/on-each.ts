import { defineRoutine } from '@longshore/executors';
import { writeDown } from '../../write-down.js';

export default defineRoutine({
  type: 'on-each',
  title: { en: 'On each worker', zh: '每个进程' },
  cron: '* * * * * *',
  runsOn: 'all',
  overlap: 'queue',
  run: writeDown('on-each', 10),
});
