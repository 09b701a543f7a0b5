/** Laws: a server that says nothing, for whatever reason, is waited for no longer than told. */
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database, ImportRun, Sql } from '../index.js';
import {
  type DatabaseUnderTest,
  never,
  newRun,
  type Opened,
  rejection,
  skus,
  until,
} from './adapter.js';
import { type SilentNetwork, startSilentNetwork } from './silent-network.js';

const SILENCE_MS = 1_000;
/** A bound against hanging, not a measure of speed. */
const SOON_MS = 10_000;
const LINES = 6_000;
const ORDER = { orderBy: ['id'], pageRows: LINES };
/** Of the answer to a read of all lines: the silence falls in the middle. */
const HALF_BYTES = 40_000;

export function describeSilence(opened: Opened): void {
  describe('a server that falls silent', { timeout: 60_000 }, () => {
    let network: SilentNetwork;
    let far: DatabaseUnderTest;
    let bounded: Database;
    beforeEach(async () => {
      network = await startSilentNetwork(opened().url);
      far = opened().another({ url: network.url });
      bounded = far.bounded(SILENCE_MS);
    });
    afterEach(async () => {
      await network.close();
      await far.close();
    });

    const endsSoon = async (work: Promise<unknown>) => {
      const began = performance.now();
      const error = await rejection(work);
      expect(opened().db.faultOf(error)).toMatchObject({ kind: 'system', code: 'ETIMEDOUT' });
      expect(performance.now() - began).toBeLessThan(SOON_MS);
    };
    const lines = () => opened().sql`SELECT id, sku FROM line`;
    const insertLines = () =>
      opened().insertMany(opened().db, {
        table: 'line',
        rows: Array.from({ length: LINES }, (_, i) => ({ sku: String(i).padStart(40, '-') })),
      });
    const readAll = (database: Database) =>
      database.read(never, async (db) => (await db.query('SELECT id, sku FROM line')).length);
    const silentChunk = (run: ImportRun, statements: string) =>
      bounded.chunk(run, never, async (tx) => {
        await tx.query(`INSERT INTO line (sku) VALUES ('lost')`);
        network.fallSilent();
        if (statements !== '') await tx.query(statements);
        return { cursor: { part: 1, row: 1 }, succeeded: 1, failed: [] };
      });

    it.each<[string, (db: Sql) => Promise<unknown>]>([
      ['rows', (db) => db.query('SELECT id, sku FROM line')],
      ['a page', (db) => firstOf(opened().keyset(db, { query: lines(), ...ORDER }))],
      [
        'an encoded page',
        async (db) => {
          const pages = opened().keyset(db, { query: lines(), ...ORDER });
          const encoded = (await pages.encoded?.(['id', 'sku'])) ?? null;
          return encoded === null ? firstOf(pages) : firstOf(encoded);
        },
      ],
    ])('in the middle of %s ends the read', async (_, work) => {
      await insertLines();
      await endsSoon(
        bounded.read(never, async (db) => {
          await db.query('SELECT 1 AS one');
          network.fallSilent(HALF_BYTES);
          await work(db);
        }),
      );
    });

    it.each([
      ['before a statement', `INSERT INTO line (sku) VALUES ('lost too')`],
      ['before the commit', ''],
    ])('%s of a chunk ends the chunk; a later attempt goes on', async (_, statements) => {
      const run = newRun();
      await bounded.openRun(run);
      await endsSoon(silentChunk(run, statements));
      await network.close(); // by now the server knows
      const later = { ...run, attempt: 2 };
      expect(await opened().db.openRun(later)).toMatchObject({ cursor: { part: 1, row: 0 } });
      expect(await skus(opened())).toEqual([]);
    });

    it.each<[string, (run: ImportRun) => Promise<unknown>]>([
      ['openRun', (run) => bounded.openRun({ ...run, attempt: 2 })],
      ['fenceRun', (run) => bounded.fenceRun(run)],
      ['failedRows', ({ taskId }) => firstOf(bounded.failedRows(taskId))],
      ['ready', () => bounded.ready()],
    ])('ends %s', async (_, work) => {
      const run = newRun();
      await bounded.openRun(run);
      network.fallSilent();
      await endsSoon(work(run));
    });

    it('ends a statement that is slow on the server, too', async () => {
      const run = newRun();
      const { slowQuery, slowQueryRuns } = opened();
      await bounded.openRun(run);
      const slow = bounded.read(never, (db) => db.query(slowQuery));
      await until(slowQueryRuns);
      await endsSoon(slow);
      await until(async () => !(await slowQueryRuns()));
    });

    it('is not suspected while bytes arrive', async () => {
      await insertLines();
      network.slowDown();
      const began = performance.now();
      expect(await readAll(bounded)).toBe(LINES);
      expect(performance.now() - began).toBeGreaterThan(SILENCE_MS);
    });

    it('is not suspected between two statements', async () => {
      const count = await bounded.read(never, async (db) => {
        await db.query('SELECT 1 AS one');
        await sleep(SILENCE_MS * 2);
        return (await db.query('SELECT 1 AS one')).length;
      });
      expect(count).toBe(1);
    });

    it('is not suspected when our own event loop was blocked', async () => {
      const near = opened().another(); // the network of these laws is in our event loop
      await near.ready();
      await insertLines();
      const reading = readAll(near.bounded(SILENCE_MS));
      await sleep(1); // the read has begun, and is not at its end
      await setImmediate(); // after this phase of the loop come its timers, then its sockets
      blockFor(SILENCE_MS * 1.5);
      expect(await reading).toBe(LINES);
      await near.close();
    });
  });
}

const firstOf = <T>(items: AsyncIterable<T>) => items[Symbol.asyncIterator]().next();

function blockFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
