import { defineRoutine } from '@longshore/executors';
import tellMaker from '../retryables/tell-maker.js';

/** A tick that ran twice breaks the primary key of `ticks`, and its run would fail. */
export default defineRoutine({
  type: 'count-parts',
  title: { en: 'Count the parts', zh: '清点零件' },
  cron: '0 0 29 2 *',
  overlap: 'queue',
  run: ({ tick, checkpoint }) =>
    checkpoint('counted', async (tx) => {
      const at = tick.toISOString();
      await tx.query('INSERT INTO ticks (tick) VALUES (?)', [at]);
      const [found] = await tx.query<{ parts: number }>('SELECT COUNT(*) AS parts FROM parts');
      await tellMaker.afterCommit(tx, { parts: found?.parts ?? 0 }, { key: at });
    }),
});
