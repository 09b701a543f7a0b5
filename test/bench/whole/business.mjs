/**
 * The business of the bench: the product runs it as it runs any other. JavaScript, so that no
 * loader counts as memory.
 */
import { defineBusiness } from '@longshore/executors';
import { database } from './database.mjs';
import { makeTables, SALES } from './sale.mjs';

export default defineBusiness({
  executors: new URL('./executors/', import.meta.url),
  database,
  prepare: () =>
    database.transaction(
      async (tx) => {
        const [table] = await tx.query('SELECT to_regclass($1) AS found', [SALES]);
        if (table?.found === null) await tx.query(makeTables(Number(process.env.BENCH_ROWS)));
      },
      { lock: 'bench' },
    ),
});
