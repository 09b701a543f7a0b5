/** Laws of batches: pages, lanes, exceptions, order, re-runs, on a real table. */
import { describe, expect, it } from 'vitest';
import { FencedError } from '../index.js';
import { all, gate, newRun, type Opened, rejection } from './adapter.js';
import {
  BILLS,
  broken,
  counts,
  done,
  fill,
  idsAt,
  keysOf,
  page,
  refused,
  scope,
  setState,
  THREE_FLAGS,
  workLane,
} from './batch-table.js';

/** Declares the laws. */
export function describeBatches(opened: Opened): void {
  describe('a batch over a table', () => {
    it('takes each record once, page by page, in the order of the key', async () => {
      const { db } = opened();
      await fill(opened, 25);
      const run = newRun();
      expect(await db.openBatch(run, BILLS, scope())).toMatchObject({
        total: 25,
        lanes: [{ lane: 0, fence: 0, standing: 'working' }],
      });
      const lane = await db.openLane(run.taskId, 0);
      const sizes: number[] = [];
      const { keys, state } = await workLane(db, lane, BILLS, undefined, { rows: 10 });
      expect(keys).toEqual(keysOf(1, 25));
      expect(state).toMatchObject({ standing: 'ended', succeeded: 25 });
      for await (const pages of db.workedPages(run.taskId))
        sizes.push(...pages.map((worked) => worked.keys.length));
      expect(sizes).toEqual([10, 10, 5]);
      expect(await idsAt(opened)).toEqual({ 2: keysOf(1, 25).map(Number) });
      expect(await db.batchState(run.taskId)).toEqual(counts(25));
    });

    it('gives a record its columns and its key', async () => {
      const { db } = opened();
      await fill(opened, 1);
      const run = newRun();
      await db.openBatch(run, BILLS, scope());
      await db.batchPage(await db.openLane(run.taskId, 0), BILLS, page(), async (records) => {
        expect(records).toEqual([
          { key: '1', orderKey: null, tries: 0, row: { customer: 'c0', amount: 1 } },
        ]);
        return [done];
      });
    });

    it('reads records by their keys as they stand, without those that are no more', async () => {
      const { db } = opened();
      await fill(opened, 3);
      await db.query('DELETE FROM bill WHERE id = 2');
      const records = await db.recordsByKey(BILLS, ['3', '2', '1']);
      expect(Object.fromEntries(records)).toEqual({
        1: { customer: 'c0', amount: 1 },
        3: { customer: 'c2', amount: 3 },
      });
    });

    it('writes flags, remarks and results, and nothing else', async () => {
      const { db } = opened();
      await fill(opened, 4);
      const inputs = () => db.query('SELECT id, customer, amount, batch_no FROM bill ORDER BY id');
      const before = await inputs();
      const run = newRun();
      await db.openBatch(run, BILLS, scope());
      await workLane(db, await db.openLane(run.taskId, 0), BILLS, ({ key }) => {
        if (key === '1') return { state: 'success', result: { fee: 1.5 } };
        if (key === '2')
          return { state: 'failure', code: 'no', message: 'the customer has no money left 😀' };
        return key === '3' ? broken(null) : undefined;
      });
      expect(await inputs()).toEqual(before);
      expect(await db.query('SELECT id, state, remark, fee FROM bill ORDER BY id')).toEqual([
        { id: 1, state: 2, remark: null, fee: 1.5 },
        { id: 2, state: 4, remark: 'the customer has no…', fee: null },
        { id: 3, state: 3, remark: 'no answer', fee: null },
        { id: 4, state: 2, remark: null, fee: null },
      ]);
      expect((await all(db.failedRecords(run.taskId))).flat()).toEqual([
        {
          position: 0,
          key: '2',
          state: 'failure',
          code: 'no',
          message: 'the customer has no money left 😀',
          tries: 1,
        },
        {
          position: 1,
          key: '3',
          state: 'exception',
          code: 'network',
          message: 'no answer',
          tries: 1,
        },
      ]);
    });

    it('commits the flags with what the business wrote, or neither', async () => {
      const { db } = opened();
      await fill(opened, 3);
      const run = newRun();
      await db.openBatch(run, BILLS, scope());
      const lane = await db.openLane(run.taskId, 0);
      const failing = db.batchPage(lane, BILLS, page(), async (_, tx) => {
        await tx.query(`INSERT INTO line (sku) VALUES ('fee')`);
        throw new Error('broken');
      });
      await expect(failing).rejects.toThrow('broken');
      expect(await db.query('SELECT sku FROM line')).toEqual([]);
      expect(await idsAt(opened)).toEqual({ 0: [1, 2, 3] });
      expect(await db.batchState(run.taskId)).toEqual(counts(0));
      const { keys } = await workLane(db, lane, BILLS);
      expect(keys).toEqual(keysOf(1, 3));
    });

    it('cuts a run into lanes that share its records and nothing else', async () => {
      const { db } = opened();
      await fill(opened, 23);
      const run = newRun();
      await db.openBatch(run, BILLS, scope({ lanes: 4 }));
      const lanes = await Promise.all([0, 1, 2, 3].map((lane) => db.openLane(run.taskId, lane)));
      const worked = await Promise.all(
        lanes.map((lane) => workLane(db, lane, BILLS, undefined, { rows: 3 })),
      );
      expect(worked.map(({ keys }) => keys.length)).toEqual([5, 6, 6, 6]);
      expect(worked.flatMap(({ keys }) => keys)).toEqual(keysOf(1, 23));
      const state = await db.batchState(run.taskId);
      expect(state).toEqual(counts(23));
      expect(state?.lanes.map(({ standing }) => standing)).toEqual(Array(4).fill('ended'));
    });

    it('has lanes without records where there are more lanes than records', async () => {
      const { db } = opened();
      await fill(opened, 2);
      const run = newRun();
      await db.openBatch(run, BILLS, scope({ lanes: 4 }));
      const keys: string[] = [];
      for (const lane of [0, 1, 2, 3])
        keys.push(...(await workLane(db, await db.openLane(run.taskId, lane), BILLS)).keys);
      expect(keys.sort()).toEqual(['1', '2']);
      const empty = newRun();
      expect(await db.openBatch(empty, BILLS, scope({ lanes: 2 }))).toMatchObject({ total: 0 });
      const { state } = await workLane(db, await db.openLane(empty.taskId, 0), BILLS);
      expect(state.standing).toBe('ended');
    });

    it('takes only its batch number, its condition, and what was there when it began', async () => {
      const { db, sql } = opened();
      await fill(opened, 10);
      const run = newRun();
      const where = sql`amount > ${4} AND customer <> ${"it's c?"}`;
      const state = await db.openBatch(run, BILLS, scope({ batchNo: 'a', where }));
      expect(state.total).toBe(3);
      await db.query(
        `INSERT INTO bill (id, customer, amount, batch_no, state) VALUES (11, 'c0', 11, 'a', 0)`,
      );
      const { keys } = await workLane(db, await db.openLane(run.taskId, 0), BILLS);
      expect(keys).toEqual(['5', '7', '9']);
    });

    it('tries an exception again when it is due, and counts it once', async () => {
      const { db } = opened();
      await fill(opened, 3);
      const run = newRun();
      await db.openBatch(run, BILLS, scope());
      const lane = await db.openLane(run.taskId, 0);
      const first = await workLane(db, lane, BILLS, ({ key }) =>
        key === '2' ? broken(3_600_000) : undefined,
      );
      expect(first.state).toMatchObject({ standing: 'waiting', succeeded: 2, exceptions: 1 });
      expect(first.state.dueInMs).toBeGreaterThan(3_500_000);
      expect(await idsAt(opened)).toEqual({ 2: [1, 3], 3: [2] });
      const again = newRun();
      await db.openBatch(again, BILLS, scope());
      const second = await workLane(db, await db.openLane(again.taskId, 0), BILLS, ({ tries }) =>
        tries === 0 ? broken(0) : undefined,
      );
      expect(second.keys).toEqual(['2', '2']);
      expect(second.state).toMatchObject({ standing: 'ended', succeeded: 1, exceptions: 0 });
      expect((await all(db.failedRecords(again.taskId))).flat()).toEqual([]);
      expect(await db.query('SELECT state, remark FROM bill WHERE id = 2')).toEqual([
        { state: 2, remark: null },
      ]);
    });

    it('keeps an exception at new where there is no flag for it, and gives up as failure', async () => {
      const { db } = opened();
      await fill(opened, 3);
      const run = newRun();
      await db.openBatch(run, THREE_FLAGS, scope());
      const lane = await db.openLane(run.taskId, 0);
      const waiting = await workLane(db, lane, THREE_FLAGS, ({ key }) =>
        key === '2' ? broken(3_600_000) : undefined,
      );
      expect(waiting.state).toMatchObject({ standing: 'waiting', exceptions: 1 });
      expect(await idsAt(opened)).toEqual({ 0: [2], 1: [1, 3] });
      const again = newRun();
      await db.openBatch(again, THREE_FLAGS, scope());
      const given = await workLane(db, await db.openLane(again.taskId, 0), THREE_FLAGS, (one) =>
        broken(one.tries === 0 ? 0 : null),
      );
      expect(given).toMatchObject({ keys: ['2', '2'], state: { failed: 1, exceptions: 0 } });
      expect(await idsAt(opened)).toEqual({ 1: [1, 3], 2: [2] });
    });

    it('runs failed ones again, all or by key, and never touches a success', async () => {
      const { db } = opened();
      await fill(opened, 6);
      await setState(opened, 2, [1]);
      await setState(opened, 3, [2, 3]);
      await setState(opened, 4, [4, 5]);
      const some = newRun();
      const only = { keys: ['1', '3', '4', '6', '99', '5x', 'x', '0005'] };
      expect((await db.openBatch(some, BILLS, scope({ only, lanes: 2 }))).total).toBe(2);
      const lanes = [await db.openLane(some.taskId, 0), await db.openLane(some.taskId, 1)];
      const keys: string[] = [];
      for (const lane of lanes)
        keys.push(
          ...(await workLane(db, lane, BILLS, ({ key }) => (key === '4' ? refused : undefined)))
            .keys,
        );
      expect(keys.sort()).toEqual(['3', '4']);
      expect(await db.batchState(some.taskId)).toEqual(counts(1, 1));
      const run = newRun();
      expect((await db.openBatch(run, BILLS, scope({ only: 'failed' }))).total).toBe(3);
      expect((await workLane(db, await db.openLane(run.taskId, 0), BILLS)).keys).toEqual([
        '2',
        '4',
        '5',
      ]);
      expect(await idsAt(opened)).toEqual({ 0: [6], 2: [1, 2, 3, 4, 5] });
    });

    it('goes on where a dead holder stood, and refuses the dead one', async () => {
      const { db } = opened();
      await fill(opened, 20);
      const run = newRun();
      await db.openBatch(run, BILLS, scope());
      const dead = await db.openLane(run.taskId, 0);
      await db.batchPage(dead, BILLS, page(), async (records) => records.map(() => done));
      const next = await db.openLane(run.taskId, 0);
      const late = db.batchPage(dead, BILLS, page(), async (records) => records.map(() => done));
      expect(await rejection(late)).toBeInstanceOf(FencedError);
      expect((await workLane(db, next, BILLS)).keys).toEqual(keysOf(11, 20));
      expect(await db.openBatch({ ...run, attempt: 2 }, BILLS, scope())).toEqual(counts(20));
    });

    it('takes a lane over after the page in flight, and closes after it', async () => {
      const { db } = opened();
      await fill(opened, 5);
      const run = newRun();
      await db.openBatch(run, BILLS, scope());
      const lane = await db.openLane(run.taskId, 0);
      const [began, go] = [gate(), gate()];
      const inFlight = db.batchPage(lane, BILLS, page({ rows: 2 }), async (records) => {
        began.open();
        await go.opened;
        return records.map(() => done);
      });
      await began.opened;
      const closing = db.closeBatch(run, BILLS);
      go.open();
      await inFlight;
      expect(await closing).toMatchObject({ isClosed: true, succeeded: 2 });
      const late = [
        () => db.batchPage(lane, BILLS, page(), async (records) => records.map(() => done)),
        () => db.openLane(run.taskId, 0),
        () => db.openBatch(run, BILLS, scope()),
      ];
      for (const call of late) expect(await rejection(call())).toBeInstanceOf(FencedError);
      expect(await db.openBatch({ ...run, attempt: 2 }, BILLS, scope())).toMatchObject({
        isClosed: false,
        attempt: 2,
      });
      // who held a lane before the close is not its holder again
      expect(await rejection(late[0]?.() ?? Promise.resolve())).toBeInstanceOf(FencedError);
      const again = await workLane(db, await db.openLane(run.taskId, 0), BILLS);
      expect(again.keys).toEqual(keysOf(3, 5));
    });

    it('fences leads: an older attempt neither opens nor closes', async () => {
      const { db } = opened();
      const run = newRun();
      expect(await db.closeBatch(run, BILLS)).toBeNull();
      expect(await rejection(db.openBatch(run, BILLS, scope()))).toBeInstanceOf(FencedError);
      await db.openBatch({ ...run, attempt: 3 }, BILLS, scope());
      expect(await rejection(db.openBatch({ ...run, attempt: 2 }, BILLS, scope()))).toBeInstanceOf(
        FencedError,
      );
      expect(await db.closeBatch({ ...run, attempt: 2 }, BILLS)).toMatchObject({ isClosed: false });
      expect(await db.batchState('nobody')).toBeNull();
    });

    it('forgets runs that are older than it is told, and keeps live ones', async () => {
      const { db } = opened();
      await fill(opened, 1);
      const run = newRun();
      await db.openBatch(run, BILLS, scope());
      await db.sweep(3_600_000);
      expect(await db.batchState(run.taskId)).not.toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 5)); // an age of 0 is one that has passed
      await db.sweep(0);
      expect(await db.batchState(run.taskId)).toBeNull();
    });
  });
}
