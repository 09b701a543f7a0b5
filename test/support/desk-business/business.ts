/**
 * A business for tests of the page: a type with params of every control, a batch with params, an
 * export that fails, and routines.
 */
import { defineBusiness } from '@longshore/executors';
import { database } from './database.js';

const PARCELS = 60;

export default defineBusiness({
  executors: new URL('./executors/', import.meta.url),
  database,
  prepare: () =>
    database.transaction(
      async (tx) => {
        await tx.query(
          `CREATE TABLE IF NOT EXISTS parcels (id integer PRIMARY KEY, city text NOT NULL, grams integer NOT NULL,
             fragile boolean NOT NULL, sent date NOT NULL, weigh_state smallint NOT NULL DEFAULT 0, weigh_remark text)`,
        );
        await tx.query(
          `INSERT INTO parcels (id, city, grams, fragile, sent)
             SELECT n, (ARRAY['oslo', 'lima', 'cairo'])[n % 3 + 1], n * 100, n % 2 = 0, date '2026-01-01' + n
             FROM generate_series(1, ${PARCELS}) AS n ON CONFLICT DO NOTHING`,
        );
      },
      { lock: 'desk business' },
    ),
});
