/** Laws: attempts, fences, chunks and cursors. */
import { describe, expect, it } from 'vitest';
import { FencedError, type ImportRun, type RunState } from '../index.js';
import {
  type AdapterUnderTest,
  gate,
  never,
  newRun,
  type Opened,
  rejection,
  skus,
  until,
} from './adapter.js';

const at = (row: number, part = 1) => ({ part, row });
const START = { cursor: at(0), succeeded: 0, failed: 0 };

/** A chunk that saves one line and fails the row at its cursor. */
const chunk = ({ db }: AdapterUnderTest, run: ImportRun, sku: string, row: number, part = 1) =>
  db.chunk(run, never, async (tx) => {
    await tx.query(`INSERT INTO line (sku) VALUES ('${sku}')`);
    const place = at(row, part);
    return { cursor: place, succeeded: 1, failed: [{ place, cells: [sku], issues: [] }] };
  });

const state = (row: number, count: number, part = 1): RunState => ({
  cursor: at(row, part),
  succeeded: count,
  failed: count,
});

export function describeLedger(opened: Opened): void {
  describeChunks(opened);
  describeEnds(opened);
  describeFence(opened);
}

function describeChunks(opened: Opened): void {
  describe('a chunk', () => {
    it('commits business rows, failed rows, counts and cursor together', async () => {
      const run = newRun();
      expect(await opened().db.openRun(run)).toEqual(START);
      expect(await chunk(opened(), run, 'a', 10)).toEqual(state(10, 1));
      expect(await chunk(opened(), run, 'b', 20)).toEqual(state(20, 2));
      expect(await skus(opened())).toEqual(['a', 'b']);
    });

    it('is where a later attempt goes on', async () => {
      const run = newRun();
      await opened().db.openRun(run);
      await chunk(opened(), run, 'a', 10);
      expect(await opened().db.openRun(run)).toEqual(state(10, 1));
      expect(await opened().db.openRun({ ...run, attempt: 2 })).toEqual(state(10, 1));
    });

    it('refuses to save rows before its cursor again; a later part begins at row 1', async () => {
      const run = newRun();
      await opened().db.openRun(run);
      await chunk(opened(), run, 'a', 10);
      await expect(chunk(opened(), run, 'b', 10)).rejects.toThrow('up to part 1, row 10');
      expect(await skus(opened())).toEqual(['a']);
      expect(await chunk(opened(), run, 'c', 1, 2)).toEqual(state(1, 2, 2));
      await expect(chunk(opened(), run, 'd', 11, 1)).rejects.toThrow('up to part 2, row 1');
    });

    it('leaves nothing when its work throws', async () => {
      const { db } = opened();
      const run = newRun();
      await db.openRun(run);
      const broken = db.chunk(run, never, async (tx) => {
        await tx.query(`INSERT INTO line (sku) VALUES ('lost')`);
        throw new Error('broken');
      });
      await expect(broken).rejects.toThrow('broken');
      expect(await skus(opened())).toEqual([]);
      expect(await chunk(opened(), run, 'a', 1)).toEqual(state(1, 1));
    });

    it('undoes the writes of a savepoint that threw, and only these', async () => {
      const { db } = opened();
      const run = newRun();
      await db.openRun(run);
      await db.chunk(run, never, async (tx) => {
        await tx.query(`INSERT INTO line (sku) VALUES ('good')`);
        const bad = tx.savepoint(async () => {
          await tx.query(`INSERT INTO line (sku) VALUES ('half')`);
          await tx.query(`INSERT INTO line (sku, price) VALUES ('bad', -1)`);
        });
        expect(db.faultOf(await rejection(bad)).kind).toBe('row');
        await tx.savepoint(() =>
          tx.savepoint(() => tx.query(`INSERT INTO line (sku) VALUES ('nested')`)),
        );
        return { cursor: at(1), succeeded: 2, failed: [] };
      });
      expect(await skus(opened())).toEqual(['good', 'nested']);
    });
  });
}

function describeEnds(opened: Opened): void {
  describe('a chunk that is ended', () => {
    it('leaves nothing when its connection is killed midway', async () => {
      const { db, connectionId, kill } = opened();
      const run = newRun();
      await db.openRun(run);
      const killed = db.chunk(run, never, async (tx) => {
        await tx.query(`INSERT INTO line (sku) VALUES ('lost')`);
        await kill(await connectionId(tx));
        await tx.query(`INSERT INTO line (sku) VALUES ('lost too')`);
        return { cursor: at(1), succeeded: 2, failed: [] };
      });
      expect(['system', 'away']).toContain(db.faultOf(await rejection(killed)).kind);
      expect(await skus(opened())).toEqual([]);
      expect(await db.openRun({ ...run, attempt: 2 })).toEqual(START);
    });

    it('is a system fault when the connection dies while no query runs', async () => {
      const { db, connectionId, kill, isConnected } = opened();
      const run = newRun();
      await db.openRun(run);
      const killed = db.chunk(run, never, async (tx) => {
        const id = await connectionId(tx);
        await kill(id);
        await until(async () => !(await isConnected(id)));
        return { cursor: at(1), succeeded: 0, failed: [] };
      });
      expect(['system', 'away']).toContain(db.faultOf(await rejection(killed)).kind);
    });

    it('by the server, for its worker is frozen, gives the next attempt the run', async () => {
      const { another, db } = opened();
      const impatient = another({ frozenMs: 200 });
      const run = newRun();
      await impatient.openRun(run);
      const [wrote, thaw] = [gate(), gate()];
      const frozen = impatient.chunk(run, never, async (tx) => {
        await tx.query(`INSERT INTO line (sku) VALUES ('lost')`);
        wrote.open();
        await thaw.opened;
        return { cursor: at(1), succeeded: 1, failed: [] };
      });
      const ended = expect(frozen).rejects.toThrow();
      await wrote.opened;
      expect(await db.openRun({ ...run, attempt: 2 })).toEqual(START);
      thaw.open();
      await ended;
      expect(await skus(opened())).toEqual([]);
      await impatient.close();
    });

    it('by an abort leaves nothing and throws the reason', async () => {
      const { db, slowQuery, slowQueryRuns } = opened();
      const run = newRun();
      await db.openRun(run);
      const stop = new AbortController();
      const reason = new Error('cancelled');
      const aborted = db.chunk(run, stop.signal, async (tx) => {
        await tx.query(`INSERT INTO line (sku) VALUES ('lost')`);
        await tx.query(slowQuery);
        return { cursor: at(1), succeeded: 1, failed: [] };
      });
      const ended = expect(aborted).rejects.toBe(reason);
      await until(slowQueryRuns);
      stop.abort(reason);
      await ended;
      expect(await skus(opened())).toEqual([]);
    });
  });
}

function describeFence(opened: Opened): void {
  describe('the fence', () => {
    it('refuses the chunk of an older attempt', async () => {
      const run = newRun();
      await opened().db.openRun(run);
      await opened().db.openRun({ ...run, attempt: 2 });
      await expect(chunk(opened(), run, 'late', 10)).rejects.toBeInstanceOf(FencedError);
      await expect(opened().db.openRun(run)).rejects.toBeInstanceOf(FencedError);
      expect(await skus(opened())).toEqual([]);
    });

    it('refuses a chunk without a run', async () => {
      await expect(chunk(opened(), newRun(), 'late', 10)).rejects.toBeInstanceOf(FencedError);
    });

    it('refuses chunks of a fenced run; a later attempt opens the run and goes on', async () => {
      const { db } = opened();
      const run = newRun();
      await db.openRun(run);
      await chunk(opened(), run, 'a', 10);
      expect(await db.fenceRun(run)).toEqual(state(10, 1));
      await expect(chunk(opened(), run, 'late', 20)).rejects.toBeInstanceOf(FencedError);
      await expect(db.openRun(run)).rejects.toBeInstanceOf(FencedError);
      expect(await db.openRun({ ...run, attempt: 2 })).toEqual(state(10, 1));
      await chunk(opened(), { ...run, attempt: 2 }, 'b', 20);
      expect(await skus(opened())).toEqual(['a', 'b']);
    });

    it('keeps out an attempt that was fenced before it opened its run', async () => {
      const { db } = opened();
      const run = newRun();
      expect(await db.fenceRun(run)).toBeNull();
      await expect(db.openRun(run)).rejects.toBeInstanceOf(FencedError);
      expect(await db.fenceRun(run)).toBeNull();
      expect(await db.openRun({ ...run, attempt: 2 })).toEqual(START);
    });

    it('of an older attempt touches nothing', async () => {
      const run = newRun();
      await opened().db.openRun({ ...run, attempt: 2 });
      await opened().db.fenceRun(run);
      expect(await chunk(opened(), { ...run, attempt: 2 }, 'a', 10)).toEqual(state(10, 1));
    });

    it('waits for the chunk in flight, and counts it', async () => {
      const { db, someoneWaits } = opened();
      const run = newRun();
      await db.openRun(run);
      const [began, go] = [gate(), gate()];
      const inFlight = db.chunk(run, never, async (tx) => {
        await tx.query(`INSERT INTO line (sku) VALUES ('a')`);
        began.open();
        await go.opened;
        return { cursor: at(7), succeeded: 1, failed: [] };
      });
      await began.opened;
      const fenced = db.fenceRun(run);
      await until(someoneWaits);
      go.open();
      await inFlight;
      expect(await fenced).toEqual({ cursor: at(7), succeeded: 1, failed: 0 });
    });

    it('lets one of several attempts commit each chunk when they race', async () => {
      const { db } = opened();
      const run = newRun();
      await db.openRun(run);
      const attempts = [1, 2, 3].map((attempt) => ({ ...run, attempt }));
      await Promise.allSettled(
        attempts.map(async (attempt) => {
          const { cursor } = await db.openRun(attempt);
          for (let row = cursor.row + 1; row <= 20; row++)
            await chunk(opened(), attempt, `row-${row}`, row);
        }),
      );
      const last = await db.fenceRun({ ...run, attempt: 3 });
      expect(last?.cursor).toEqual(at(20));
      expect(await skus(opened())).toHaveLength(20);
    });
  });
}
