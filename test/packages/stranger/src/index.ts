/** The door of a stranger's business. */
import { defineBusiness } from '@longshore/executors';
import { postgres } from '@longshore/postgres';

const database = postgres(process.env.DATABASE_URL ?? '');

export default defineBusiness({
  executors: new URL('./executors/', import.meta.url),
  database,
  prepare: async () => {
    await database.query('CREATE TABLE IF NOT EXISTS tools (name text PRIMARY KEY, price numeric)');
  },
});
