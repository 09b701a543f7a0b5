import type { KeysetQuery } from '@longshore/database';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from './fresh-database.js';
import { keyset } from './keyset.js';
import { type PostgresDatabase, postgres } from './postgres.js';
import { sql } from './sql.js';

let server: FreshDatabase;
let db: PostgresDatabase;

beforeAll(async () => {
  server = await freshDatabase(inject('databaseUrl'));
  db = postgres(server.url);
});
afterAll(async () => {
  await db.close();
  await server.drop();
});

async function read(options: KeysetQuery) {
  const pages: Record<string, unknown>[][] = [];
  for await (const page of keyset(db, options)) pages.push(page);
  return pages;
}

describe('keyset on PostgreSQL', () => {
  it('gives each row once when times follow keys that are none', async () => {
    const query = sql`SELECT n, CASE WHEN n < 5 THEN timestamptz '-infinity' ELSE timestamptz '2026-01-01' + n * interval '1 microsecond' END AS at
      FROM generate_series(1, 12) AS n`;
    const pages = await read({ query, orderBy: ['at', 'n'], pageRows: 2 });
    expect(pages.flat().map(({ n }) => n)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  });

  it('tells its reader when a later page fails', async () => {
    const query = sql`SELECT n AS id, 1 / (25 - n) AS x FROM generate_series(1, 30) AS n`;
    await expect(read({ query, orderBy: ['id'], pageRows: 10 })).rejects.toThrow(
      'division by zero',
    );
  });
});
