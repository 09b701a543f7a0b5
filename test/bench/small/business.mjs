/** The business of the bench of small exports, over the table of sales. */
import { defineBusiness } from '@longshore/executors';
import { database } from '../whole/database.mjs';
import { makeTables, SALES } from '../whole/sale.mjs';

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
