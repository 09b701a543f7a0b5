/**
 * A business for tests whose table holds values that are easily written wrong: one row for each.
 */
import { defineBusiness } from '@longshore/executors';
import { database } from './database.js';
import { ROWS } from './rows.js';

export default defineBusiness({
  executors: new URL('./executors/', import.meta.url),
  database,
  prepare: () =>
    database.transaction(
      async (tx) => {
        await tx.query(
          `CREATE TABLE IF NOT EXISTS things (id integer PRIMARY KEY, note text, code integer, exact numeric, big bigint, rough double precision,
             flag boolean, day date, at timestamptz, wall timestamp, status text, grade smallint, padded char(4), secret text)`,
        );
        for (const [id, row] of ROWS.entries()) {
          const names = Object.keys(row);
          const places = names.map((_, i) => `$${i + 2}`);
          await tx.query(
            `INSERT INTO things (${['id', ...names]}) VALUES (${['$1', ...places]}) ON CONFLICT DO NOTHING`,
            [id, ...Object.values(row)],
          );
        }
      },
      { lock: 'odd values' },
    ),
});
