/** One database for the business and its executors. */
import { postgres } from '@longshore/postgres';

export const database = postgres(process.env.DATABASE_URL ?? '');

/** Written at once, outside any transaction of the run. */
export const note = (name: string, detail: string) =>
  database.query('INSERT INTO events (name, detail) VALUES ($1, $2)', [name, detail]);
