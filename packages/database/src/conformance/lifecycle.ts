/** Laws: migrate, ready, close, transactions with a lock. */
import { describe, expect, it } from 'vitest';
import { gate, newRun, type Opened, until } from './adapter.js';

export function describeLifecycle(opened: Opened): void {
  describe('lifecycle', () => {
    it('migrates once when several processes start at once, and may migrate again', async () => {
      const empty = await opened().empty();
      const processes = Array.from({ length: 5 }, () => empty.open());
      await Promise.all(processes.map((process) => process.migrate()));
      await processes[0]?.migrate();
      expect(await processes[1]?.openRun(newRun())).toMatchObject({ succeeded: 0 });
      await Promise.all(processes.map((process) => process.close()));
      await empty.drop();
    });

    it('is ready when the server answers', async () => {
      await expect(opened().db.ready()).resolves.toBeUndefined();
    });

    it('says database_unavailable, a system fault, when the server is away', async () => {
      const away = opened().away();
      await expect(away.ready()).rejects.toMatchObject({
        code: 'database_unavailable',
        retryable: true,
      });
      const error = await away.query('SELECT 1').catch((thrown: unknown) => thrown);
      expect(away.faultOf(error).kind).toBe('system');
      await away.close();
    });

    it('may be closed twice', async () => {
      const another = opened().another();
      await another.ready();
      await Promise.all([another.close(), another.close()]);
      await another.close();
    });
  });

  describe('a transaction', () => {
    it('lets one holder of a lock in at a time', async () => {
      const { db, someoneWaits } = opened();
      const inside = gate();
      const leave = gate();
      const order: string[] = [];
      const first = db.transaction(
        async () => {
          inside.open();
          await leave.opened;
          order.push('first');
        },
        { lock: 'test' },
      );
      await inside.opened;
      const second = db.transaction(async () => void order.push('second'), { lock: 'test' });
      await until(someoneWaits);
      leave.open();
      await Promise.all([first, second]);
      expect(order).toEqual(['first', 'second']);
    });

    it('with a lock needs one connection, and gives the lock back when its work throws', async () => {
      const { another } = opened();
      const small = another({ maxConnections: 1 });
      const broken = small.transaction(() => Promise.reject(new Error('broken')), { lock: 'one' });
      await expect(broken).rejects.toThrow('broken');
      const counts = Array.from({ length: 3 }, () =>
        small.transaction((tx) => tx.query('SELECT 1 AS one'), { lock: 'one' }),
      );
      expect(await Promise.all(counts)).toEqual([[{ one: 1 }], [{ one: 1 }], [{ one: 1 }]]);
      await small.close();
    });

    it('leaves nothing, and an idle connection, when its work throws', async () => {
      const { another, db } = opened();
      const small = another({ maxConnections: 1 });
      const broken = small.transaction(async (tx) => {
        await tx.query(`INSERT INTO line (sku) VALUES ('lost')`);
        throw new Error('broken');
      });
      await expect(broken).rejects.toThrow('broken');
      await small.query(`INSERT INTO line (sku) VALUES ('kept')`);
      expect(await db.query('SELECT sku FROM line')).toEqual([{ sku: 'kept' }]);
      await small.close();
    });
  });
}
