/** Laws: one read-only snapshot, which an abort ends. */
import { describe, expect, it } from 'vitest';
import { never, type Opened, rejection, until } from './adapter.js';

export function describeReader(opened: Opened): void {
  describe('read', () => {
    it('sees one snapshot, which begins before its first statement', async () => {
      const { db } = opened();
      await db.query(`INSERT INTO line (sku) VALUES ('a')`);
      const counts = await db.read(never, async (snapshot) => {
        const before = await snapshot.query('SELECT 1 AS one FROM line');
        await db.query(`INSERT INTO line (sku) VALUES ('b')`);
        return [before.length, (await snapshot.query('SELECT 1 AS one FROM line')).length];
      });
      expect(counts).toEqual([1, 1]);
    });

    it('cannot write', async () => {
      const { db } = opened();
      const written = db.read(never, (snapshot) =>
        snapshot.query(`INSERT INTO line (sku) VALUES ('x')`),
      );
      await expect(written).rejects.toThrow(/read.only/i);
      expect(await db.query('SELECT sku FROM line')).toEqual([]);
    });

    it('leaves a connection that can write again', async () => {
      const small = opened().another({ maxConnections: 1 });
      await small.read(never, (snapshot) => snapshot.query('SELECT 1 AS one'));
      await rejection(small.read(never, (snapshot) => snapshot.query('no statement')));
      await small.query(`INSERT INTO line (sku) VALUES ('x')`);
      await small.close();
    });

    it('cancels the running query on the server, also when the pool is used up', async () => {
      const { another, slowQuery, slowQueryRuns } = opened();
      const small = another({ maxConnections: 1 });
      const stop = new AbortController();
      const slow = small.read(stop.signal, (snapshot) => snapshot.query(slowQuery));
      await until(slowQueryRuns);
      stop.abort(new Error('cancelled'));
      await expect(slow).rejects.toThrow('cancelled');
      expect(await slowQueryRuns()).toBe(false);
      expect(await small.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await small.close();
    });

    it('does not begin when its signal was aborted before', async () => {
      const late = AbortSignal.abort(new Error('too late'));
      await expect(opened().db.read(late, async () => 1)).rejects.toThrow('too late');
    });
  });

  describe('values', () => {
    it('arrive without loss: long numbers as text, days and times as UTC', async () => {
      const { db } = opened();
      await db.query(
        `INSERT INTO thing (id, big, exact, day, at, flag, note) VALUES
         (1, 999999999999999, 12345678901234.5, '2024-02-29', '2024-02-29 23:59:59.999', true, ''),
         (2, 9007199254740993, 12345678901234567890.0123456789, '1900-01-01', '1900-01-01 00:00:00', false, '中 😀'),
         (3, -9223372036854775807, 0.10, '9999-12-31', '1850-06-01 12:00:00', null, null)`,
      );
      expect(await db.query('SELECT * FROM thing ORDER BY id')).toEqual([
        {
          id: 1,
          big: 999999999999999,
          exact: expect.toSatisfy((value) => String(Number(value)) === '12345678901234.5'),
          day: new Date('2024-02-29T00:00:00Z'),
          at: new Date('2024-02-29T23:59:59.999Z'),
          flag: true,
          note: '',
        },
        {
          id: 2,
          big: '9007199254740993',
          exact: '12345678901234567890.0123456789',
          day: new Date('1900-01-01T00:00:00Z'),
          at: new Date('1900-01-01T00:00:00Z'),
          flag: false,
          note: '中 😀',
        },
        {
          id: 3,
          big: '-9223372036854775807',
          exact: 0.1,
          day: new Date('9999-12-31T00:00:00Z'),
          at: new Date('1850-06-01T12:00:00Z'),
          flag: null,
          note: null,
        },
      ]);
    });
  });
}
