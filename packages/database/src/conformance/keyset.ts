/** Laws: pages by key give the rows of the plain SELECT; encoded pages give the same values. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EncodedPages, KeysetQuery } from '../index.js';
import { all, never, type Opened } from './adapter.js';

export function describeKeyset(opened: Opened): void {
  /** Many ties in `a`, and times that differ by microseconds only. */
  async function fill(): Promise<void> {
    const rows = Array.from({ length: 1_000 }, (_, i) => ({
      a: i % 7,
      b: `b${i}`,
      at: `2026-01-01 00:00:00.${String(Math.floor(i / 3)).padStart(6, '0')}`,
      note: i % 3 === 0 ? null : `note ${i % 3}`,
    }));
    await opened().insertMany(opened().db, { table: 'item', rows });
  }
  const pagesOf = (query: KeysetQuery) => all(opened().keyset(opened().db, query));

  describe('keyset', () => {
    it('gives the rows of the plain SELECT for any page size, direction and limit', async () => {
      await fill();
      const { db, keyset, sql } = opened();
      const plain = {
        ASC: await db.query('SELECT a, b, note FROM item ORDER BY a ASC, b ASC'),
        DESC: await db.query('SELECT a, b, note FROM item ORDER BY a DESC, b DESC'),
      };
      const property = fc.asyncProperty(
        fc.integer({ min: 1, max: 1_200 }),
        fc.boolean(),
        fc.option(fc.integer({ min: 0, max: 1_100 }), { nil: undefined }),
        async (pageRows, descending, limit) => {
          const query = sql`SELECT a, b, note FROM item`;
          const options = { query, orderBy: ['a', 'b'], pageRows, descending, limit };
          const pages = await all(keyset(db, options));
          const expected = plain[descending ? 'DESC' : 'ASC'].slice(0, limit);
          expect(pages.flat()).toEqual(expected);
          expect(pages.every((page) => page.length <= pageRows)).toBe(true);
          expect(await keyset(db, options).count?.()).toBe(expected.length);
        },
      );
      await fc.assert(property, { numRuns: 15, examples: [[1_000, false, undefined]] });
    });

    it('loses no row whose times differ by microseconds', async () => {
      await fill();
      const { db, sql } = opened();
      const query = sql`SELECT at, b FROM item`;
      const pages = await pagesOf({ query, orderBy: ['at', 'b'], pageRows: 10 });
      const plain = await db.query('SELECT b FROM item ORDER BY at, b');
      expect(pages.flat().map(({ b }) => b)).toEqual(plain.map(({ b }) => b));
    });

    it('loses no row whose keys have more digits than a double', async () => {
      const { db, insertMany, sql } = opened();
      const rows = Array.from({ length: 20 }, (_, i) => ({
        id: i,
        big: String(9_007_199_254_740_990n + BigInt(i)),
        exact: `12345678901234567890.00000000${String(i).padStart(2, '0')}`,
      }));
      await insertMany(db, { table: 'thing', rows });
      for (const key of ['big', 'exact']) {
        const query = sql`SELECT id, big, exact FROM thing`;
        const pages = await pagesOf({ query, orderBy: [key], pageRows: 3 });
        expect(pages.flat().map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
      }
    });

    it('takes conditions with values, also values that look like SQL', async () => {
      await fill();
      const { db, sql, allOf } = opened();
      const where = allOf([sql`a = ${3}`, undefined, sql`b <> ${"'; DROP TABLE item; -- \\"}`]);
      const query = sql`SELECT a, b FROM item WHERE ${where}`;
      const rows = (await pagesOf({ query, orderBy: ['b'], pageRows: 20 })).flat();
      expect(rows).toEqual(await db.query('SELECT a, b FROM item WHERE a = 3 ORDER BY b'));
    });

    it('gives nothing for no rows', async () => {
      const { sql } = opened();
      expect(await pagesOf({ query: sql`SELECT a, b FROM item`, orderBy: ['b'] })).toEqual([]);
    });

    it('refuses a key that is null or was not selected', async () => {
      await fill();
      const { sql } = opened();
      const query = sql`SELECT a, b, note FROM item WHERE note IS NULL`;
      await expect(pagesOf({ query, orderBy: ['note'], pageRows: 1_000 })).rejects.toThrow(
        'column "note" of orderBy is null',
      );
      await expect(
        pagesOf({ query: sql`SELECT a FROM item`, orderBy: ['missing'] }),
      ).rejects.toThrow('missing');
    });

    it('goes on behind the key of any page, which JSON carried, with the rows that are left', async () => {
      const { db, keyset, sql, insertMany } = opened();
      const rows = Array.from({ length: 60 }, (_, i) => ({
        id: i,
        big: String(9_007_199_254_740_990n + BigInt(i)),
        exact: `1234567890123456.00000000${String(i).padStart(2, '0')}`,
      }));
      await fill();
      await insertMany(db, { table: 'thing', rows });
      const item = sql`SELECT a, b, at FROM item`;
      const queries: KeysetQuery[] = [
        { query: item, orderBy: ['a', 'b'], pageRows: 300 },
        { query: item, orderBy: ['at', 'b'], pageRows: 250, descending: true },
        { query: item, orderBy: ['b'], pageRows: 400, limit: 900 },
        { query: sql`SELECT id, big FROM thing`, orderBy: ['big'], pageRows: 25 },
        { query: sql`SELECT id, exact FROM thing`, orderBy: ['exact'], pageRows: 25 },
      ];
      for (const query of queries) {
        const pages = keyset(db, query);
        const whole = await all(pages);
        for (let i = 1; i <= whole.length; i++) {
          const before = whole.slice(0, i);
          const key = pages.places?.()?.keyOf(before.at(-1) ?? []) ?? null;
          const kept = JSON.parse(JSON.stringify(key));
          const rest = pages.places?.()?.after(kept, before.flat().length);
          const left = whole.slice(i).flat();
          expect(rest && (await all(rest)).flat()).toEqual(left);
          expect(await rest?.count?.()).toBe(left.length);
        }
      }
    });

    it('has no places once somebody puts other rows in place of its own', async () => {
      const { db, keyset, sql } = opened();
      const pages = keyset(db, { query: sql`SELECT a, b FROM item`, orderBy: ['b'] });
      const copy = { ...pages, [Symbol.asyncIterator]: async function* () {} };
      expect(copy.places?.()).toBeNull();
    });

    it('tells queries apart', async () => {
      const { db, keyset, sql } = opened();
      const query = sql`SELECT a, b FROM item WHERE a > ${1}`;
      const name = (options: KeysetQuery) => JSON.stringify(keyset(db, options).places?.()?.query);
      const names = [
        name({ query, orderBy: ['b'] }),
        name({ query: sql`SELECT a, b FROM item WHERE a > ${2}`, orderBy: ['b'] }),
        name({ query, orderBy: ['a', 'b'] }),
        name({ query, orderBy: ['b'], descending: true }),
        name({ query, orderBy: ['b'], pageRows: 7 }),
        name({ query, orderBy: ['b'], limit: 7 }),
      ];
      expect(new Set(names).size).toBe(names.length);
      expect(name({ query, orderBy: ['b'] })).toBe(names[0]);
    });

    it('ends with the transaction when its reader stops early', async () => {
      await fill();
      const { db, keyset, sql } = opened();
      const query = sql`SELECT a, b FROM item`;
      const first = await db.read(never, async (snapshot) => {
        for await (const page of keyset(snapshot, { query, orderBy: ['a', 'b'], pageRows: 10 }))
          return page.length;
      });
      expect(first).toBe(10);
    });

    it('gives the same values encoded, where the adapter offers encoded pages', async () => {
      await fill();
      const { db, keyset, sql } = opened();
      const options = { query: sql`SELECT * FROM item`, orderBy: ['a', 'b'], pageRows: 300 };
      await db.read(never, async (snapshot) => {
        const encoded = await keyset(snapshot, options).encoded?.(['b', 'at', 'note', 'a']);
        if (!encoded) return;
        const plain = (await all(keyset(snapshot, options))).flat();
        expect(await decoded(encoded)).toEqual(plain);
        for await (const page of encoded) {
          const rest = keyset(snapshot, options).places?.()?.after(page.lastKey(), 300);
          const pages = await rest?.encoded?.(['b', 'at', 'note', 'a']);
          expect(pages && (await decoded(pages))).toEqual(plain.slice(300));
          break;
        }
      });
    });
  });
}

async function decoded(pages: EncodedPages): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for await (const { length, width, bytes, starts, ends } of pages)
    for (let row = 0; row < length; row++) {
      const values = pages.columns.map(({ key }, column) => {
        const start = starts[row * width + column] ?? -1;
        const text = bytes.toString('utf8', Math.max(start, 0), ends[row * width + column]);
        return [key, start === -1 ? null : pages.valueOf(column, text)];
      });
      rows.push(Object.fromEntries(values));
    }
  return rows;
}
