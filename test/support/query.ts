/** Looks into the database of a system, past its apps and lines. */
import pg from 'pg';
import type { System } from './system.js';

/** The rows of one statement. */
export async function query<Row extends pg.QueryResultRow>(
  system: Pick<System, 'databaseUrl'>,
  text: string,
): Promise<Row[]> {
  const client = new pg.Client(system.databaseUrl);
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
