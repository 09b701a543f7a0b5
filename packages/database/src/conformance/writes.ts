/** Laws: insertMany and upsert. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WallDate } from '../index.js';
import { type Opened, rejection } from './adapter.js';

const KEY = ['a', 'b'];

export function describeWrites(opened: Opened): void {
  describe('insertMany', () => {
    it('writes every type of value', async () => {
      const { db, insertMany } = opened();
      const row = {
        id: 1,
        big: '9007199254740993',
        exact: '12345678901234567890.0123456789',
        day: new Date('2026-01-31T00:00:00Z'),
        at: new Date('2026-01-31T08:05:00.123Z'),
        flag: true,
        note: `"',{\\ 商品 😀 ? $1`,
      };
      const blank = { id: 2, big: null, exact: null, day: null, at: null, flag: null, note: null };
      await insertMany(db, { table: 'thing', rows: [row, blank] });
      expect(await db.query('SELECT * FROM thing ORDER BY id')).toEqual([row, blank]);
    });

    it('takes many rows, and none', async () => {
      const { db, insertMany } = opened();
      const rows = Array.from({ length: 5_000 }, (_, id) => ({ id, note: 'x'.repeat(1_000) }));
      await insertMany(db, { table: 'thing', rows });
      await insertMany(db, { table: 'thing', rows: [] });
      expect(await db.query('SELECT count(*) AS n FROM thing')).toEqual([{ n: 5_000 }]);
    });

    it('refuses a text that is too long, rather than cut it, as the data of a row', async () => {
      const { db, insertMany } = opened();
      const rows = [{ sku: 'x'.repeat(60) }];
      const error = await rejection(insertMany(db, { table: 'line', rows }));
      expect(db.faultOf(error).kind).toBe('row');
    });

    it('names a column that the table does not have', async () => {
      const { db, insertMany } = opened();
      const error = await rejection(insertMany(db, { table: 'pair', rows: [{ c: 1 }] }));
      expect(db.faultOf(error).kind).toBe('program');
      expect(String(error)).toMatch(/column.*c/i);
    });
  });

  describe('a column of days', () => {
    const day = Date.UTC(2026, 0, 31);

    it('is read as days, a column of moments as moments', async () => {
      const { db, insertMany } = opened();
      await insertMany(db, {
        table: 'thing',
        rows: [{ id: 1, day: new Date(day), at: new Date(day) }],
      });
      const [row] = await db.query('SELECT day, at FROM thing');
      expect(row).toEqual({ day: new Date(day), at: new Date(day) });
      expect([row?.day instanceof WallDate, row?.at instanceof WallDate]).toEqual([true, false]);
    });

    it('takes the day of the wall clock that was written', async () => {
      const { db, insertMany, upsert } = opened();
      for (const [id, hours] of [-14, 12].entries()) {
        const written = new WallDate(day + hours * 3_600_000, day);
        const row = { id, day: written, at: written };
        await insertMany(db, { table: 'thing', rows: [row] });
        await upsert(db, { table: 'thing', key: 'id', rows: [row] });
        const [stored] = await db.query(`SELECT day, at FROM thing WHERE id = ${id}`);
        expect(stored).toEqual({ day: new Date(day), at: new Date(written.getTime()) });
      }
    });

    it.each(['America/New_York', 'Asia/Shanghai'])(
      'takes the same day and moment as parameters in a process under TZ=%s',
      async (zone) => {
        const { db, sql } = opened();
        const before = process.env.TZ;
        process.env.TZ = zone;
        try {
          expect(new Date(day).getTimezoneOffset()).not.toBe(0);
          const { text, values } =
            sql`INSERT INTO thing (id, day, at) VALUES (1, ${new Date(day)}, ${new Date(day)})`;
          await db.query(text, values);
          const found = sql`SELECT day, at FROM thing WHERE day = ${new Date(day)} AND at = ${new Date(day)}`;
          expect(await db.query(found.text, found.values)).toEqual([
            { day: new Date(day), at: new Date(day) },
          ]);
        } finally {
          if (before === undefined) delete process.env.TZ;
          else process.env.TZ = before;
        }
      },
    );

    it('refuses a time of day, which the server would drop, as the data of a row', async () => {
      const { db, insertMany } = opened();
      for (const late of [new Date(day + 1), new WallDate(day, day - 3_600_000)]) {
        const error = await rejection(
          insertMany(db, { table: 'thing', rows: [{ id: 1, day: late }] }),
        );
        expect(db.faultOf(error)).toMatchObject({ kind: 'row', refusal: 'time_in_day' });
      }
      expect(await db.query('SELECT id FROM thing')).toEqual([]);
    });
  });

  describe('upsert', () => {
    it('inserts new rows and overwrites known rows', async () => {
      const { db, upsert } = opened();
      await upsert(db, { table: 'pair', key: KEY, rows: [{ a: 1, b: 1, note: 'old' }] });
      const rows = [
        { a: 2, b: 1, note: 'new' },
        { a: 1, b: 1, note: 'newer' },
      ];
      await upsert(db, { table: 'pair', key: KEY, rows });
      expect(await db.query('SELECT a, note FROM pair ORDER BY a')).toEqual([
        { a: 1, note: 'newer' },
        { a: 2, note: 'new' },
      ]);
    });

    it('lets the last of equal keys win, equal as the database sees keys', async () => {
      const { db, upsert } = opened();
      const keys = fc.record({
        a: fc.integer({ min: 0, max: 3 }),
        b: fc.constantFrom<number | string>(1, '1.0', '1.00', 2),
      });
      const property = fc.asyncProperty(fc.array(keys, { maxLength: 20 }), async (rows) => {
        await db.query('DELETE FROM pair');
        const numbered = rows.map((row, i) => ({ ...row, note: String(i) }));
        await upsert(db, { table: 'pair', key: KEY, rows: numbered });
        const last = new Map(numbered.map(({ a, b, note }) => [`${a} ${Number(b)}`, note]));
        const stored = await db.query<{ a: number; b: number; note: string }>(
          'SELECT a, b, note FROM pair',
        );
        expect(new Map(stored.map(({ a, b, note }) => [`${a} ${Number(b)}`, note]))).toEqual(last);
      });
      await fc.assert(property, { numRuns: 30 });
    });

    it('writes the given columns only', async () => {
      const { db, insertMany, upsert } = opened();
      await insertMany(db, { table: 'pair', rows: [{ a: 1, b: 1, note: 'kept' }] });
      const rows = [{ a: 1, b: 1, note: 'ignored' }];
      await upsert(db, { table: 'pair', key: KEY, columns: KEY, rows });
      expect(await db.query('SELECT note FROM pair')).toEqual([{ note: 'kept' }]);
    });

    it('lets two chunks with the same keys in opposite order both through', async () => {
      const { db, upsert } = opened();
      const rows = Array.from({ length: 200 }, (_, a) => ({ a, b: 1, note: 'x' }));
      const saves = Array.from({ length: 10 }, (_, i) =>
        upsert(db, { table: 'pair', key: KEY, rows: i % 2 ? rows : rows.toReversed() }),
      );
      await Promise.all(saves);
    });
  });
}
