import type { EncodedPages, KeysetQuery, Pages, SqlText } from '@longshore/database';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CopyPage } from './copy-page.js';
import { type FreshDatabase, freshDatabase } from './fresh-database.js';
import { keyset } from './keyset.js';
import { type PostgresDatabase, postgres } from './postgres.js';
import { sql } from './sql.js';

let server: FreshDatabase;
let db: PostgresDatabase;

beforeAll(async () => {
  server = await freshDatabase(inject('databaseUrl'));
  db = postgres(server.url);
  await db.query(`CREATE TYPE mood AS ENUM ('so so', 'well')`);
  await db.query(
    `CREATE TABLE thing (id bigint PRIMARY KEY, at timestamptz, note text, price numeric, flag boolean, mood mood)`,
  );
});
afterAll(async () => {
  await db.close();
  await server.drop();
});

const never = new AbortController().signal;

/** The same rows, once as ordinary pages and once from their bytes. */
function bothWays(options: KeysetQuery, keys: readonly string[]) {
  return db.read(never, async (tx) => {
    const ordinary: Record<string, unknown>[] = [];
    for await (const page of keyset(tx, options)) ordinary.push(...page);
    const encoded = await keyset(tx, options).encoded?.(keys);
    return { ordinary, encoded: encoded ? await decoded(encoded) : null };
  });
}

async function decoded(pages: EncodedPages): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for await (const { length, width, bytes, starts, ends } of pages) {
    for (let row = 0; row < length; row++) {
      const values = pages.columns.map(({ key }, column) => {
        const start = starts[row * width + column] ?? -1;
        return [
          key,
          start === -1
            ? null
            : pages.valueOf(column, bytes.toString('utf8', start, ends[row * width + column])),
        ];
      });
      rows.push(Object.fromEntries(values));
    }
  }
  return rows;
}

const picked = (rows: readonly Record<string, unknown>[], keys: readonly string[]) =>
  rows.map((row) => Object.fromEntries(keys.map((key) => [key, row[key]])));

describe('encoded pages', () => {
  it('hold what ordinary pages hold, whatever the values and the size of a page', async () => {
    const text = fc.option(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\\N', '\\', 'a\tb', 'a\nb\r', '\\.', '', ' ', '\b\f\v'),
      ),
    );
    const row = fc.record({
      at: fc.option(
        fc.date({ min: new Date('0044-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      ),
      note: text.map((value) => value?.replaceAll('\0', '') ?? null),
      price: fc.option(
        fc.oneof(fc.double({ noNaN: false }), fc.integer(), fc.bigInt().map(String)),
      ),
      flag: fc.option(fc.boolean()),
      mood: fc.option(fc.constantFrom('so so', 'well')),
    });
    const property = fc.asyncProperty(
      fc.array(row, { maxLength: 30 }),
      fc.integer({ min: 1, max: 12 }),
      fc.boolean(),
      async (rows, pageRows, descending) => {
        await db.query('TRUNCATE thing');
        for (const [id, { at, note, price, flag, mood }] of rows.entries())
          await db.query('INSERT INTO thing VALUES ($1, $2, $3, $4, $5, $6)', [
            id,
            at,
            note,
            price,
            flag,
            mood,
          ]);
        const keys = ['note', 'flag', 'price', 'at', 'mood', 'id'];
        const options = {
          query: sql`SELECT * FROM thing`,
          orderBy: ['id'],
          pageRows,
          descending,
          limit: 25,
        };
        const { ordinary, encoded } = await bothWays(options, keys);
        expect(encoded).toEqual(picked(ordinary, keys));
      },
    );
    await fc.assert(property, { numRuns: 30 });
  });

  it('take the conditions of the query, whatever their values look like', async () => {
    await db.query('TRUNCATE thing');
    await db.query(
      `INSERT INTO thing SELECT n, timestamptz '2026-01-01 00:00:00.000001' + n * interval '1 hour', 'n' || n || E'\\'\\\\', n, true FROM generate_series(1, 50) AS n`,
    );
    const conditions: SqlText[] = [
      sql`note = ${"n7'\\"}`,
      sql`note <> ${"'; DROP TABLE thing; --"}`,
      sql`id = ANY(${[3, 5, 8]})`,
      sql`note = ANY(${["n1'\\", 'x"y', null]})`,
      sql`at < ${new Date('2026-01-01T09:00:00Z')}`,
      sql`flag = ${true} AND price > ${7.5} AND ${null}::text IS NULL`,
    ];
    for (const condition of conditions) {
      const options = {
        query: sql`SELECT id, note, at FROM thing WHERE ${condition}`,
        orderBy: ['at', 'id'],
        pageRows: 3,
      };
      const { ordinary, encoded } = await bothWays(options, ['id', 'note']);
      expect(encoded).toEqual(picked(ordinary, ['id', 'note']));
      expect(ordinary.length).toBeGreaterThan(0);
    }
  });

  it('say how values stand in their bytes, and leave out keys that the query does not select', async () => {
    const encoded = await db.read(
      never,
      (tx) =>
        keyset(tx, { query: sql`SELECT * FROM thing`, orderBy: ['id'] }).encoded?.([
          'note',
          'no',
          'price',
          'flag',
          'at',
          'mood',
        ]) ?? Promise.resolve(null),
    );
    expect(encoded?.columns).toEqual([
      { key: 'note', encoding: 'text' },
      { key: 'price', encoding: 'number' },
      { key: 'flag', encoding: 'boolean' },
      { key: 'at', encoding: 'timestamp' },
      { key: 'mood', encoding: 'text' },
    ]);
  });

  it('are not to be had outside of a transaction, for values without a text, or for a key that is not selected', async () => {
    const options = { query: sql`SELECT * FROM thing`, orderBy: ['id'] };
    expect(await keyset(db, options).encoded?.(['id'])).toBeNull();
    const ask = (asked: KeysetQuery) =>
      db.read(never, async (tx) => (await keyset(tx, asked).encoded?.(['id'])) ?? null);
    expect(
      await ask({
        ...options,
        query: sql`SELECT * FROM thing WHERE note::bytea = ${Buffer.from('x')}`,
      }),
    ).toBeNull();
    expect(await ask({ ...options, query: sql`SELECT id AS x FROM thing` })).toBeNull();
  });

  it('are not to be had where a value may not stand in the text, or where others put their rows in the place of these', async () => {
    const ask = (
      change: (pages: Pages<Record<string, unknown>>) => Pages<Record<string, unknown>>,
      query = sql`SELECT * FROM thing`,
    ) =>
      db.read(
        never,
        async (tx) =>
          (await change(keyset(tx, { query, orderBy: ['id'] })).encoded?.(['id'])) ?? null,
      );
    expect(await ask((pages) => pages)).not.toBeNull();
    expect(await ask((pages) => ({ ...pages }))).not.toBeNull();
    expect(await ask((pages) => ({ ...pages, async *[Symbol.asyncIterator]() {} }))).toBeNull();
    expect(
      await ask((pages) => pages, sql`SELECT * FROM thing ORDER BY ${'id'} LIMIT 5`),
    ).toBeNull();
  });

  it('are the same whatever forms of times and numbers the database is set to', async () => {
    await db.query('TRUNCATE thing');
    await db.query(
      `INSERT INTO thing SELECT n, timestamptz '2026-01-31 12:00:00.5+00', 'n', n / 3.0, true FROM generate_series(1, 5) AS n`,
    );
    const name = new URL(server.url).pathname.slice(1);
    await db.query(`ALTER DATABASE "${name}" SET datestyle TO 'German'`);
    await db.query(`ALTER DATABASE "${name}" SET extra_float_digits TO -5`);
    const other = postgres(server.url);
    try {
      await other.read(never, async (tx) => {
        const query = sql`SELECT id, at, price::float8 AS rough, price AS "unit.price" FROM thing`;
        const options = { query, orderBy: ['rough', 'unit.price'], pageRows: 2 };
        const ordinary = [];
        for await (const page of keyset(tx, options)) ordinary.push(...page);
        const encoded = await keyset(tx, options).encoded?.(['id', 'at', 'rough', 'unit.price']);
        expect(ordinary).toHaveLength(5);
        expect(ordinary[0]).toMatchObject({
          id: 1,
          at: new Date('2026-01-31T12:00:00.500Z'),
          rough: 1 / 3,
        });
        expect(encoded && (await decoded(encoded))).toEqual(ordinary);
      });
    } finally {
      await other.close();
      await db.query(`ALTER DATABASE "${name}" RESET ALL`);
    }
  });

  it('tell how many rows there are where the first page holds them all', async () => {
    const total = (rows: number, limit?: number) =>
      db.read(never, async (tx) => {
        const query = sql`SELECT n AS id FROM generate_series(1, ${rows}::int) AS n`;
        const pages = keyset(tx, { query, orderBy: ['id'], pageRows: 10, limit });
        const encoded = await pages.encoded?.(['id']);
        const found = encoded ? await decoded(encoded) : [];
        return [encoded?.total, found.length];
      });
    expect(await total(0)).toEqual([0, 0]);
    expect(await total(9)).toEqual([9, 9]);
    expect(await total(10)).toEqual([null, 10]);
    expect(await total(25)).toEqual([null, 25]);
    expect(await total(25, 10)).toEqual([10, 10]);
    expect(await total(25, 0)).toEqual([0, 0]);
  });

  it('end with the error of the server, and the database goes on', async () => {
    const read = db.read(never, async (tx) => {
      const encoded = await keyset(tx, {
        query: sql`SELECT n AS id, 1 / (n - 30) AS note FROM generate_series(1, 50) AS n`,
        orderBy: ['id'],
        pageRows: 10,
      }).encoded?.(['note']);
      return encoded && decoded(encoded);
    });
    await expect(read).rejects.toMatchObject({ code: '22012' });
    expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('a copied page', () => {
  it('is the same wherever the chunks are cut', () => {
    const text = Buffer.from('1\ta\\tb\\\\c\t\\N\n2\t\t中\\n\n3\t\\\\N\tx\n');
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const page = new CopyPage(3, 3, []);
        const ends = [...cuts, text.length].sort((a, b) => a - b);
        ends.forEach((end, i) => {
          page.add(text.subarray(ends[i - 1] ?? 0, end));
        });
        const values = Array.from({ length: page.length * page.width }, (_, i) =>
          page.starts[i] === -1 ? null : page.bytes.toString('utf8', page.starts[i], page.ends[i]),
        );
        expect(values).toEqual(['1', 'a\tb\\c', null, '2', '', '中\n', '3', '\\N', 'x']);
      }),
    );
  });
});
