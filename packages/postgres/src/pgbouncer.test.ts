/** Behind PgBouncer, which gives each client a process id and a key of its own. */
import { describe, expect, inject, it } from 'vitest';
import { postgres } from './postgres.js';

const SLOW = 'SELECT pg_sleep(60) AS behind_pgbouncer';
/** Within the grace after which a connection is dropped, which ends no statement. */
const SOON_MS = 1_500;

const urls = inject('pgbouncerUrls');

describe.skipIf(urls === null).each(['session', 'transaction'] as const)(
  'behind PgBouncer in %s mode',
  (mode) => {
    const behind = () => postgres({ url: urls?.[mode] ?? '', maxConnections: 1 });
    const near = postgres(inject('databaseUrl'));
    const slowOnes = () =>
      near.query(
        `SELECT 1 AS one FROM pg_stat_activity WHERE state = 'active' AND query = '${SLOW}'`,
      );

    it('a cancel ends the statement on the server', async () => {
      const db = behind();
      const stop = new AbortController();
      const read = db.read(stop.signal, (snapshot) => snapshot.query(SLOW));
      await expect.poll(slowOnes).toHaveLength(1);
      const began = performance.now();
      stop.abort(new Error('cancelled'));
      await expect(read).rejects.toThrow('cancelled');
      expect(performance.now() - began).toBeLessThan(SOON_MS);
      expect(await slowOnes()).toEqual([]);
      expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await db.close();
    });

    it('silence ends the statement on the server, too', async () => {
      const db = behind();
      const read = db
        .bounded(1_000)
        .read(new AbortController().signal, (snapshot) => snapshot.query(SLOW));
      await expect(read).rejects.toThrow('said nothing for 1000 ms');
      await expect.poll(slowOnes).toEqual([]);
      await db.close();
    });
  },
);
