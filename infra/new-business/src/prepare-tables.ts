/**
 * The table of this business and its first rows. Run at each start, perhaps by several processes at
 * once: the lock lets one work while the others wait.
 */
import type { PostgresDatabase } from '@longshore/postgres';
import { insertMany } from '@longshore/postgres';
import type { Part } from './part.js';

const TABLE = `
  CREATE TABLE parts (
    number text PRIMARY KEY,
    name text NOT NULL,
    price numeric(12, 2) NOT NULL CHECK (price >= 0),
    status smallint NOT NULL CHECK (status IN (0, 1))
  )`;

const FIRST_PARTS: readonly Part[] = [
  { number: 'A-100', name: 'Bearing 6204', price: 4.9, status: 1 },
  { number: 'A-200', name: 'Shaft 20 mm', price: 31.5, status: 1 },
  { number: 'B-100', name: 'Seal ring', price: 0.35, status: 0 },
];

export const prepareTables = (database: PostgresDatabase): Promise<void> =>
  database.transaction(
    async (tx) => {
      const [found] = await tx.query<{ isNew: boolean }>(
        `SELECT to_regclass('parts') IS NULL AS "isNew"`,
      );
      if (found?.isNew === false) return;
      await tx.query(TABLE);
      await insertMany(tx, { table: 'parts', rows: FIRST_PARTS });
    },
    { lock: 'parts' },
  );
