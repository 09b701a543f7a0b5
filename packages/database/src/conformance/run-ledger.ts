/**
 * Laws of the run ledger that need no SQL: every adapter keeps them, also the one without a
 * database.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cell } from '../cell.js';
import { type Database, type FailedRow, FencedError, type ImportRun } from '../index.js';
import { gate, never, newRun } from './adapter.js';

const at = (row: number, part = 1) => ({ part, row });
const START = { cursor: at(0), succeeded: 0, failed: 0 };
const failedRow = (row: number, cells: readonly Cell[] = [row], part = 1): FailedRow => ({
  place: at(row, part),
  cells,
  issues: [{ row, column: 'A', code: 'no', values: {}, message: 'no' }],
});

/** Declares the laws. `open` gives a migrated adapter, once. */
export function describeRunLedger(open: () => Promise<Database>): void {
  describe('the run ledger', () => {
    let db: Database;
    beforeAll(async () => {
      db = await open();
    });
    afterAll(() => db?.close());

    const chunk = (run: ImportRun, row: number, failed: readonly FailedRow[] = []) =>
      db.chunk(run, never, async () => ({ cursor: at(row), succeeded: 1, failed }));
    const failedOf = async (taskId: string) => {
      const pages: FailedRow[][] = [];
      for await (const page of db.failedRows(taskId)) pages.push(page);
      return pages;
    };

    it('is ready after it was migrated, also twice', async () => {
      await Promise.all([db.migrate(), db.migrate()]);
      await db.ready();
    });

    it('counts chunk by chunk, and a later attempt goes on', async () => {
      const run = newRun();
      expect(await db.openRun(run)).toEqual(START);
      expect(await chunk(run, 10)).toEqual({ cursor: at(10), succeeded: 1, failed: 0 });
      const second = await chunk(run, 20, [failedRow(12)]);
      expect(second).toEqual({ cursor: at(20), succeeded: 2, failed: 1 });
      expect(await db.openRun(run)).toEqual(second);
      expect(await db.openRun({ ...run, attempt: 2 })).toEqual(second);
    });

    it('refuses a chunk that ends at or before its cursor', async () => {
      const run = newRun();
      await db.openRun(run);
      await chunk(run, 10);
      await expect(chunk(run, 10)).rejects.toThrow('up to part 1, row 10');
    });

    it('notes nothing of a chunk that throws or is aborted', async () => {
      const run = newRun();
      await db.openRun(run);
      await expect(
        db.chunk(run, never, async () => {
          throw new Error('broken');
        }),
      ).rejects.toThrow('broken');
      const stop = new AbortController();
      const reason = new Error('cancelled');
      await expect(
        db.chunk(run, stop.signal, async () => {
          stop.abort(reason);
          return { cursor: at(5), succeeded: 1, failed: [failedRow(5)] };
        }),
      ).rejects.toBe(reason);
      expect(await db.openRun(run)).toEqual(START);
      expect(await failedOf(run.taskId)).toEqual([]);
    });

    it('refuses an older attempt, and a chunk without a run', async () => {
      const run = newRun();
      await db.openRun(run);
      await db.openRun({ ...run, attempt: 2 });
      await expect(chunk(run, 1)).rejects.toBeInstanceOf(FencedError);
      await expect(db.openRun(run)).rejects.toBeInstanceOf(FencedError);
      await expect(chunk(newRun(), 1)).rejects.toBeInstanceOf(FencedError);
    });

    it('refuses a run that was fenced; a later attempt opens it again', async () => {
      const run = newRun();
      await db.openRun(run);
      const state = await chunk(run, 10);
      expect(await db.fenceRun(run)).toEqual(state);
      await expect(chunk(run, 20)).rejects.toBeInstanceOf(FencedError);
      await expect(db.openRun(run)).rejects.toBeInstanceOf(FencedError);
      expect(await db.openRun({ ...run, attempt: 2 })).toEqual(state);
    });

    it('keeps out an attempt that was fenced before it opened its run', async () => {
      const run = newRun();
      expect(await db.fenceRun(run)).toBeNull();
      await expect(db.openRun(run)).rejects.toBeInstanceOf(FencedError);
      expect(await db.openRun({ ...run, attempt: 2 })).toEqual(START);
    });

    it('fences after the chunk in flight, and counts it', async () => {
      const run = newRun();
      await db.openRun(run);
      const [began, go] = [gate(), gate()];
      const inFlight = db.chunk(run, never, async () => {
        began.open();
        await go.opened;
        return { cursor: at(7), succeeded: 1, failed: [] };
      });
      await began.opened;
      const fenced = db.fenceRun(run);
      go.open();
      await inFlight;
      expect(await fenced).toEqual({ cursor: at(7), succeeded: 1, failed: 0 });
    });

    it('gives failed rows back equal, in reading order, in bounded pages', async () => {
      const run = newRun();
      await db.openRun(run);
      const cells: Cell[] = [
        'text',
        'a\u0000b\ud800',
        1.5,
        true,
        null,
        new Date(1_700_000_000_123),
        { error: '#N/A' },
      ];
      const many = Array.from({ length: 1_500 }, (_, i) => failedRow(i + 2, cells));
      await chunk(run, 1_501, many.slice(0, 1_000));
      await chunk(run, 1_502, many.slice(1_000));
      const pages = await failedOf(run.taskId);
      expect(pages.flat()).toEqual(many);
      expect(pages.length).toBeGreaterThan(1);
      expect(await failedOf(newRun().taskId)).toEqual([]);
    });

    it('forgets what is older than it is told', async () => {
      const run = newRun();
      await db.openRun(run);
      await chunk(run, 2, [failedRow(2)]);
      await db.sweep(3_600_000);
      expect((await failedOf(run.taskId)).flat()).toHaveLength(1);
      await new Promise((resolve) => setTimeout(resolve, 5)); // an age of 0 is one that has passed
      await db.sweep(0);
      expect(await failedOf(run.taskId)).toEqual([]);
      expect(await db.openRun(run)).toEqual(START);
    });
  });
}
