/** Laws of what a preview stands on: rehearsals, steady chunks, rows by their keys. */
import { describe, expect, it } from 'vitest';
import type { Rehearse, Transaction } from '../index.js';
import { gate, never, newRun, type Opened, rejection, skus } from './adapter.js';

export function describePreviews(opened: Opened): void {
  const rehearse: Rehearse = (...args) => {
    const { rehearse } = opened().db;
    if (rehearse === null) throw new Error('An adapter on a server can undo what it tried.');
    return rehearse(...args);
  };

  describe('a rehearsal', () => {
    it('sees what it wrote, and leaves nothing behind', async () => {
      const { insertMany } = opened();
      const seen = await rehearse(never, async (tx) => {
        await insertMany(tx, { table: 'line', rows: [{ sku: 'a' }, { sku: 'b' }] });
        return tx.query('SELECT sku FROM line ORDER BY sku');
      });
      expect(seen).toEqual([{ sku: 'a' }, { sku: 'b' }]);
      expect(await skus(opened())).toEqual([]);
    });

    it('throws what the data of a row would be refused for, and leaves its connection usable', async () => {
      const { db, insertMany } = opened();
      const rows = [{ sku: 'a', price: -1 }];
      const error = await rejection(
        rehearse(never, (tx) => insertMany(tx, { table: 'line', rows })),
      );
      expect(db.faultOf(error).kind).toBe('row');
      expect(await skus(opened())).toEqual([]);
    });

    it('stops when it is aborted', async () => {
      const stop = new AbortController();
      const reason = new Error('cancelled');
      const stopped = rehearse(stop.signal, async (tx) => {
        stop.abort(reason);
        await tx.query('SELECT 1');
      });
      await expect(stopped).rejects.toBe(reason);
    });
  });

  describe('a steady chunk', () => {
    const OWN = "SELECT price FROM line WHERE sku = 'a'";

    /** How a chunk ends that reads a row, waits and writes it, and how a rival's write ends. */
    async function against(rival: () => Promise<unknown>, write: (tx: Transaction) => unknown) {
      const { db } = opened();
      const run = newRun();
      await db.openRun(run);
      const [read, go] = [gate(), gate()];
      const chunk = db.chunk(
        run,
        never,
        async (tx) => {
          await tx.query(OWN);
          read.open();
          await go.opened;
          await write(tx);
          return { cursor: { part: 1, row: 1 }, succeeded: 1, failed: [] };
        },
        { steady: true },
      );
      const endOf = (work: Promise<unknown>) =>
        work.then(
          () => 'committed',
          (error: unknown) => db.faultOf(error).kind,
        );
      const ended = endOf(chunk);
      await read.opened;
      const rivalEnd = endOf(rival());
      // A database that locks what is read lets the rival wait; another one refuses the chunk.
      await Promise.race([rivalEnd, waiting()]);
      go.open();
      return [await ended, await rivalEnd].join(', ');
    }
    const waiting = async () => {
      while (!(await opened().someoneWaits()));
    };

    it('overwrites no row that somebody changed after it was read', async () => {
      const { db } = opened();
      await db.query("INSERT INTO line (sku, price) VALUES ('a', 1)");
      const ends = await against(
        () => db.query("UPDATE line SET price = price + 10 WHERE sku = 'a'"),
        (tx) => tx.query("UPDATE line SET price = price * 2 WHERE sku = 'a'"),
      );
      const [row] = await db.query<{ price: unknown }>(OWN);
      const PRICES = {
        'committed, committed': 12, // the rival came after the chunk
        'committed, conflict': 2,
        'conflict, committed': 11,
      };
      expect(PRICES).toHaveProperty(ends, Number(row?.price));
    });

    it('overwrites no row that somebody made after it was seen missing', async () => {
      const { db, upsert } = opened();
      const ends = await against(
        () => db.query("INSERT INTO line (sku, price) VALUES ('a', 5)"),
        (tx) => upsert(tx, { table: 'line', key: 'sku', rows: [{ sku: 'a', price: 7 }] }),
      );
      const [row] = await db.query<{ price: unknown }>(OWN);
      const PRICES = {
        'committed, row': 7, // the rival came after the chunk, to a key that was taken
        'committed, conflict': 7,
        'conflict, committed': 5,
      };
      expect(PRICES).toHaveProperty(ends, Number(row?.price));
    });
  });

  describe('rows by their keys', () => {
    const named = (rows: readonly object[]) => rows.map((value) => ({ value }));

    it('gives those that are there, by one column and by several', async () => {
      const { db, insertMany, upsertInto } = opened();
      await insertMany(db, { table: 'line', rows: [{ sku: 'a' }, { sku: 'b' }, { sku: 'c' }] });
      const lines = upsertInto({ table: 'line', key: 'sku' });
      const found = await lines.current([{ sku: 'c' }, { sku: 'a' }, { sku: 'x' }], { tx: db });
      expect(found.map(({ sku }) => sku).sort()).toEqual(['a', 'c']);
      expect(await lines.current([], { tx: db })).toEqual([]);
      const pairs = [
        { a: 1, b: 1.5, note: 'x' },
        { a: 1, b: 2.5, note: 'y' },
      ];
      await insertMany(db, { table: 'pair', rows: pairs });
      const two = upsertInto({ table: 'pair', key: ['a', 'b'] });
      const [only, ...others] = await two.current([{ a: 1, b: 2.5 }], { tx: db });
      expect([only?.note, others]).toEqual(['y', []]);
    });

    it('saves and finds under the names of properties', async () => {
      const { db, upsertInto } = opened();
      const columns = { code: 'sku', cost: 'price' };
      const lines = upsertInto({ table: 'line', key: 'code', columns });
      await lines.save(named([{ code: 'a', cost: 1 }]), { tx: db });
      await lines.save(named([{ code: 'a', cost: 2 }]), { tx: db });
      const [row] = await lines.current([{ code: 'a' }], { tx: db });
      expect([row?.code, Number(row?.cost)]).toEqual(['a', 2]);
      expect(await skus(opened())).toEqual(['a']);
    });
  });
}
