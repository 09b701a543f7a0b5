/** The door of this business. Longshore finds it by the environment variable BUSINESS. */
import { defineBusiness } from '@longshore/executors';
import { postgres } from '@longshore/postgres';
import { prepareTables } from './prepare-tables.js';

const database = postgres(process.env.DATABASE_URL ?? '');

export default defineBusiness({
  executors: new URL('./executors/', import.meta.url),
  database,
  prepare: () => prepareTables(database),
});
