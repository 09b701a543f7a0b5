/** A small business for tests on MariaDB: one table, exported and imported. */
import { defineBusiness } from '@longshore/executors';
import { database } from './database.js';

export default defineBusiness({
  executors: new URL('./executors/', import.meta.url),
  database,
  prepare: async () => {
    await database.query(
      `CREATE TABLE IF NOT EXISTS parts (
         sku varchar(40) COLLATE utf8mb4_bin PRIMARY KEY,
         name varchar(100) NOT NULL,
         price decimal(20,4) NOT NULL CHECK (price >= 0),
         made date,
         active bool
       )`,
    );
  },
});
