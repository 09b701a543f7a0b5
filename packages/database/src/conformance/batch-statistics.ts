/** Laws of the figures that the batches of a type leave. */
import { describe, expect, it } from 'vitest';
import type { BatchSource } from '../index.js';
import { newRun, type Opened } from './adapter.js';
import { BILLS, broken, done, fill, refused, scope, workLane } from './batch-table.js';

const HOUR_MS = 3_600_000;

/** Declares the laws. */
export function describeBatchStatistics(opened: Opened): void {
  describe('statistics of batches', () => {
    it('count the records of a day as its pages left them, over all runs of the type', async () => {
      const { db } = opened();
      const source: BatchSource = { ...BILLS, type: 'counted-bills' };
      await fill(opened, 25);
      const lanesOf = async (rule: Parameters<typeof workLane>[3]) => {
        const run = newRun();
        await db.openBatch(run, source, scope({ lanes: 2 }));
        for (const lane of [0, 1])
          await workLane(db, await db.openLane(run.taskId, lane), source, rule);
        await db.closeBatch(run, source);
      };
      await lanesOf(({ key, tries }) => {
        if (key === '3') return refused;
        if (key === '4') return tries === 0 ? broken(0) : done;
        return key === '5' ? broken(null) : undefined;
      });
      const day = { day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), failed: 1 };
      const [first, ...others] = await db.batchStatistics(source.type, 30);
      expect(first).toMatchObject({ ...day, succeeded: 23, exceptions: 1 });
      expect(first).toMatchObject({ delayP50Ms: null, delayP99Ms: null });
      expect(first?.pages).toBeGreaterThanOrEqual(4);
      expect(others).toEqual([]);
      await lanesOf(() => done);
      const [second] = await db.batchStatistics(source.type, 1);
      expect(second).toMatchObject({ ...day, succeeded: 24, exceptions: 1 });
      expect(second?.p50Ms).toBeGreaterThanOrEqual(1);
      expect(second?.p99Ms).toBeGreaterThanOrEqual(second?.p50Ms ?? 0);
      expect(await db.batchStatistics('another', 30)).toEqual([]);
    });

    it('tell how long after they were due records were done', async () => {
      const { db } = opened();
      const source: BatchSource = { ...BILLS, type: 'due-bills' };
      await fill(opened, 4);
      const run = newRun();
      await db.openBatch(run, source, scope());
      const dueMs = Date.now() - HOUR_MS;
      const rule = ({ key }: { readonly key: string }) =>
        ({ 1: { ...done, dueMs }, 2: { ...refused, dueMs }, 3: { ...broken(null), dueMs: 0 } })[
          key
        ];
      await workLane(db, await db.openLane(run.taskId, 0), source, rule);
      const [day] = await db.batchStatistics(source.type, 30);
      for (const ms of [day?.delayP50Ms, day?.delayP99Ms]) {
        expect(ms).toBeGreaterThan(HOUR_MS * 0.9);
        expect(ms).toBeLessThan(HOUR_MS * 1.2);
      }
    });

    it('tell how long half of the pages took, and all but one of a hundred', async () => {
      const { db } = opened();
      const source: BatchSource = { ...BILLS, type: 'timed-bills' };
      await fill(opened, 6);
      const run = newRun();
      await db.openBatch(run, source, scope());
      const lane = await db.openLane(run.taskId, 0);
      const signal = new AbortController().signal;
      for (let page = 0; page < 3; page++)
        await db.batchPage(lane, source, { rows: 2, signal, claim: 'lock' }, async (records) => {
          const until = performance.now() + (page === 2 ? 120 : 0);
          while (performance.now() < until);
          return records.map(() => done);
        });
      const [day] = await db.batchStatistics(source.type, 30);
      expect(day).toMatchObject({ pages: 3, succeeded: 6 });
      expect(day?.p99Ms).toBeGreaterThanOrEqual(114);
      expect(day?.p50Ms).toBeLessThan(day?.p99Ms ?? 0);
    });
  });
}
