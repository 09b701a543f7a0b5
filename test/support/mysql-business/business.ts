/**
 * A small business for tests on MariaDB: a table that is exported and imported, one for a batch,
 * and two in which a routine and a retryable call write what they did.
 */
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
    await database.query(
      `CREATE TABLE IF NOT EXISTS part_costs (
         id bigint PRIMARY KEY,
         sku varchar(40) NOT NULL,
         maker int NOT NULL,
         cost decimal(20,4) NOT NULL,
         batch_no varchar(20),
         state tinyint NOT NULL DEFAULT 0,
         remark varchar(60),
         price decimal(20,4),
         INDEX part_costs_pages (state, id)
       )`,
    );
    await database.query(
      'CREATE TABLE IF NOT EXISTS part_log (position bigint AUTO_INCREMENT PRIMARY KEY, part_id bigint NOT NULL, maker int NOT NULL)',
    );
    await database.query('CREATE TABLE IF NOT EXISTS ticks (tick varchar(30) PRIMARY KEY)');
    await database.query(
      'CREATE TABLE IF NOT EXISTS told (tick varchar(30) PRIMARY KEY, parts int NOT NULL, attempt int NOT NULL)',
    );
  },
});
