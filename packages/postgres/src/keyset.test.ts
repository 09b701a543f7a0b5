import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from './fresh-database.js';
import { type KeysetQuery, keyset } from './keyset.js';
import { type PostgresDatabase, postgres } from './postgres.js';
import { allOf, sql } from './sql.js';

let server: FreshDatabase;
let db: PostgresDatabase;

beforeAll(async () => {
  server = await freshDatabase(inject('databaseUrl'));
  db = postgres(server.url);
  await db.query('CREATE TABLE item (a integer, b text, at timestamptz, note text)');
  // Many ties in `a`, and times that differ by microseconds only.
  await db.query(
    `INSERT INTO item SELECT n % 7, 'b' || n, timestamptz '2026-01-01' + (n / 3) * interval '1 microsecond', nullif('note ' || n % 3, 'note 0') FROM generate_series(1, 1000) AS n`,
  );
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

const all = sql`SELECT a, b, note FROM item`;

describe('keyset', () => {
  it('gives the rows of the plain SELECT, in order, for any page size, direction and limit', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 1_200 }),
      fc.boolean(),
      fc.option(fc.integer({ min: 0, max: 1_100 }), { nil: undefined }),
      async (pageRows, descending, limit) => {
        const order = descending ? 'DESC' : 'ASC';
        const plain = await db.query(
          `SELECT a, b, note FROM item ORDER BY a ${order}, b ${order} LIMIT ${limit ?? 'ALL'}`,
        );
        const options = { query: all, orderBy: ['a', 'b'], pageRows, descending, limit };
        const pages = await read(options);
        expect(pages.flat()).toEqual(plain);
        expect(pages.every((page) => page.length <= pageRows)).toBe(true);
        expect(await keyset(db, options).count?.()).toBe(plain.length);
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });

  it('loses no row whose times differ by microseconds', async () => {
    const pages = await read({
      query: sql`SELECT at, b FROM item`,
      orderBy: ['at', 'b'],
      pageRows: 10,
    });
    expect(pages.flat().map(({ b }) => b)).toEqual(
      (await db.query('SELECT b FROM item ORDER BY at, b')).map(({ b }) => b),
    );
  });

  it('gives each row once when times follow keys that are none', async () => {
    const query = sql`SELECT n, CASE WHEN n < 5 THEN timestamptz '-infinity' ELSE timestamptz '2026-01-01' + n * interval '1 microsecond' END AS at
      FROM generate_series(1, 12) AS n`;
    const pages = await read({ query, orderBy: ['at', 'n'], pageRows: 2 });
    expect(pages.flat().map(({ n }) => n)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  });

  it('takes conditions with values, also ones that look like SQL', async () => {
    const query = sql`SELECT a, b FROM item WHERE ${allOf([sql`a = ${3}`, undefined, sql`b <> ${"'; DROP TABLE item; --"}`])}`;
    const rows = (await read({ query, orderBy: ['b'], pageRows: 20 })).flat();
    expect(rows).toEqual(await db.query('SELECT a, b FROM item WHERE a = 3 ORDER BY b'));
  });

  it('gives nothing for no rows', async () => {
    expect(await read({ query: sql`SELECT a, b FROM item WHERE FALSE`, orderBy: ['b'] })).toEqual(
      [],
    );
  });

  it('refuses a key that is null or was not selected', async () => {
    await expect(read({ query: all, orderBy: ['note'], pageRows: 1_000 })).rejects.toThrow(
      'column "note" of orderBy is null',
    );
    await expect(
      read({ query: sql`SELECT a, b AS "B" FROM item`, orderBy: ['b'] }),
    ).rejects.toThrow('"b"');
  });

  it('ends with the transaction when its reader stops early', async () => {
    const first = await db.read(new AbortController().signal, async (snapshot) => {
      for await (const page of keyset(snapshot, { query: all, orderBy: ['a', 'b'], pageRows: 10 }))
        return page.length;
    });
    expect(first).toBe(10);
  });

  it('tells its reader when a later page fails', async () => {
    const query = sql`SELECT n AS id, 1 / (25 - n) AS x FROM generate_series(1, 30) AS n`;
    await expect(read({ query, orderBy: ['id'], pageRows: 10 })).rejects.toThrow(
      'division by zero',
    );
  });
});
