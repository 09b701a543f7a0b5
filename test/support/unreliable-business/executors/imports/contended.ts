import { defineImport } from '@longshore/executors';
import * as z from 'zod';

/** Each row adds to a counter that other imports add to as well, in the order of the file. */
export default defineImport({
  type: 'contended',
  title: { zh: '争用', en: 'Contended' },
  row: z.object({ counter: z.string() }),
  chunkRows: 10,
  statementTimeoutMs: 5_000,
  save: async (rows, { tx }) => {
    for (const { value } of rows) {
      await tx.query('UPDATE counters SET n = n + 1 WHERE name = $1', [value.counter]);
      await tx.query('SELECT pg_sleep(0.01)');
    }
  },
});
