/** Laws of who holds which record: locks of others, marked pages, order by key, held types. */
import { describe, expect, it } from 'vitest';
import { BatchHeldError, type BatchRecord, FencedError } from '../index.js';
import { gate, newRun, type Opened, rejection } from './adapter.js';
import {
  BILLS,
  broken,
  counts,
  done,
  fill,
  idsAt,
  inOrder,
  keysOf,
  page,
  refused,
  scope,
  setState,
  workLane,
} from './batch-table.js';

/** Declares the laws. */
export function describeBatchClaims(opened: Opened): void {
  describe('claims of a batch', () => {
    /** Holds bills as another program would, until `work` has ended. */
    const whileLocked = <T>(ids: readonly number[], work: () => Promise<T>): Promise<T> =>
      opened().db.transaction(async (tx) => {
        for (const id of ids) await tx.query(`SELECT id FROM bill WHERE id = ${id} FOR UPDATE`);
        return work();
      });

    it('leaves out what somebody else holds, and comes back for it', async () => {
      const { db } = opened();
      await fill(opened, 6);
      const run = newRun();
      await db.openBatch(run, BILLS, scope());
      const lane = await db.openLane(run.taskId, 0);
      const first = await whileLocked([2, 3], () => workLane(db, lane, BILLS));
      expect(first).toMatchObject({ keys: ['1', '4', '5', '6'], state: { standing: 'ended' } });
      const last = await workLane(db, await db.openLane(run.taskId, 0), BILLS);
      expect(last).toMatchObject({ keys: ['2', '3'], state: counts(6) });
    });

    it('gives two runs over one table no record twice', async () => {
      const { db } = opened();
      await fill(opened, 30);
      const runs = [newRun(), newRun()];
      const worked = await Promise.all(
        runs.map(async (run) => {
          await db.openBatch(run, BILLS, scope());
          return workLane(db, await db.openLane(run.taskId, 0), BILLS, undefined, { rows: 4 });
        }),
      );
      const keys = worked.flatMap((one) => one.keys);
      expect(keys.map(Number).sort((a, b) => a - b)).toEqual(keysOf(1, 30).map(Number));
    });

    it('marks a page, and the next holder takes the same page', async () => {
      const { db } = opened();
      await fill(opened, 5);
      await setState(opened, 1, [5]); // of some other program
      const run = newRun();
      const marking = page({ rows: 2, claim: 'mark' });
      await db.openBatch(run, BILLS, scope());
      const dead = await db.openLane(run.taskId, 0);
      const [began, die] = [gate(), gate()];
      const dying = db.batchPage(dead, BILLS, marking, async () => {
        began.open();
        await die.opened;
        throw new Error('killed');
      });
      await began.opened;
      expect(await idsAt(opened)).toEqual({ 0: [3, 4], 1: [1, 2, 5] });
      die.open();
      await expect(dying).rejects.toThrow('killed');
      expect(await idsAt(opened)).toEqual({ 0: [3, 4], 1: [1, 2, 5] });
      const next = await db.openLane(run.taskId, 0);
      const late = db.batchPage(dead, BILLS, marking, async (records) => records.map(() => done));
      expect(await rejection(late)).toBeInstanceOf(FencedError);
      const { keys } = await workLane(db, next, BILLS, undefined, { rows: 2, claim: 'mark' });
      expect(keys).toEqual(['1', '2', '3', '4']);
      expect(await idsAt(opened)).toEqual({ 1: [5], 2: [1, 2, 3, 4] });
    });

    it('puts marked records back when the run is closed, and a later attempt takes them', async () => {
      const { db } = opened();
      await fill(opened, 3);
      await setState(opened, 3, [2]);
      const run = newRun();
      await db.openBatch(run, BILLS, scope());
      const lane = await db.openLane(run.taskId, 0);
      for (const _ of [1, 2]) {
        const killed = db.batchPage(lane, BILLS, page({ claim: 'mark' }), async () => {
          throw new Error('killed');
        });
        await expect(killed).rejects.toThrow('killed');
      }
      expect(await idsAt(opened)).toEqual({ 0: [1, 3], 1: [2] });
      await db.closeBatch(run, BILLS);
      expect(await idsAt(opened)).toEqual({ 0: [1, 3], 3: [2] });
      await db.openBatch({ ...run, attempt: 2 }, BILLS, scope());
      const again = await workLane(db, await db.openLane(run.taskId, 0), BILLS, undefined, {
        claim: 'mark',
      });
      expect(again).toMatchObject({ keys: ['2', '1', '3'], state: counts(3) });
    });

    it('begins again with marked records that a close put back, so that no later one goes first', async () => {
      const source = inOrder();
      const { db } = opened();
      await fill(opened, 9);
      const run = newRun();
      await db.openBatch(run, source, scope());
      const marking = page({ rows: 2, claim: 'mark' });
      const killed = db.batchPage(await db.openLane(run.taskId, 0), source, marking, async () => {
        throw new Error('killed');
      });
      await expect(killed).rejects.toThrow('killed');
      await db.closeBatch(run, source);
      await db.openBatch({ ...run, attempt: 2 }, source, scope());
      const lane = await db.openLane(run.taskId, 0);
      expect((await workLane(db, lane, source, undefined, { rows: 1 })).keys).toEqual(keysOf(1, 9));
    });

    it('shares records out by class, each with lanes of its own', async () => {
      const { db, sql } = opened();
      await fill(opened, 9);
      await db.query('UPDATE bill SET customer = NULL WHERE id = 9');
      const run = newRun();
      const classes = [sql`amount > ${7}`, sql`customer = ${'c1'}`];
      const { total } = await db.openBatch(run, BILLS, scope({ lanes: 2, classes }));
      expect(total).toBe(9);
      const keys: string[][] = [];
      for (const lane of [0, 1, 2, 3, 4, 5])
        keys.push((await workLane(db, await db.openLane(run.taskId, lane), BILLS)).keys);
      expect(keys).toEqual([['8'], ['9'], ['2'], ['5'], ['1', '3'], ['4', '6', '7']]);
      expect(await db.batchState(run.taskId)).toEqual(counts(9));
    });

    it('has no classes where its records are in an order', async () => {
      const { db, sql } = opened();
      await fill(opened, 2);
      const classes = [sql`amount > ${1}`];
      const opening = db.openBatch(newRun(), inOrder(), scope({ classes }));
      await expect(opening).rejects.toThrow(/no classes/);
    });

    it('keeps the records of an order key in one lane, in the order of the key', async () => {
      const source = inOrder();
      const { db } = opened();
      await fill(opened, 30);
      const run = newRun();
      await db.openBatch(run, source, scope({ lanes: 3 }));
      const byCustomer = new Map<string | null, { lane: number; key: number }[]>();
      const note = (lane: number) => (record: BatchRecord) => {
        const known = byCustomer.get(record.orderKey) ?? [];
        byCustomer.set(record.orderKey, [...known, { lane, key: Number(record.key) }]);
        return done;
      };
      await Promise.all(
        [0, 1, 2].map(async (lane) =>
          workLane(db, await db.openLane(run.taskId, lane), source, note(lane), { rows: 2 }),
        ),
      );
      expect(byCustomer.size).toBe(3);
      for (const worked of byCustomer.values()) {
        expect(new Set(worked.map(({ lane }) => lane)).size).toBe(1);
        const keys = worked.map(({ key }) => key);
        expect(keys).toEqual([...keys].sort((a, b) => a - b));
        expect(keys).toHaveLength(10);
      }
    });

    it('lets an order key wait for its exception, and the others go on', async () => {
      const source = inOrder();
      const { db } = opened();
      await fill(opened, 9); // c0: 1, 4, 7
      const run = newRun();
      await db.openBatch(run, source, scope());
      const lane = await db.openLane(run.taskId, 0);
      const rule = ({ key, tries }: BatchRecord) =>
        key === '1' && tries === 0 ? broken(60_000) : done;
      const first = await workLane(db, lane, source, rule, { rows: 1 });
      expect(first.keys).toEqual(['1', '2', '3', '5', '6', '8', '9']);
      expect(first.state).toMatchObject({ standing: 'waiting', succeeded: 6, exceptions: 1 });
      expect(await idsAt(opened)).toEqual({ 0: [4, 7], 2: [2, 3, 5, 6, 8, 9], 3: [1] });
      await db.closeBatch(run, source);
      const next = newRun();
      await db.openBatch(next, source, scope());
      const healed = await workLane(db, await db.openLane(next.taskId, 0), source);
      expect(healed).toMatchObject({ keys: ['1', '4', '7'], state: { standing: 'ended' } });
    });

    it('takes back records that waited once their exception is healed', async () => {
      const source = inOrder();
      const { db } = opened();
      await fill(opened, 9);
      const run = newRun();
      await db.openBatch(run, source, scope());
      const lane = await db.openLane(run.taskId, 0);
      const blocked = new Set<string | null>();
      const keys: string[] = [];
      let state = null;
      do {
        state = await db.batchPage(lane, source, page({ rows: 5 }), async (records) =>
          records.map((record) => {
            if (blocked.has(record.orderKey) && record.tries === 0) return { state: 'waiting' };
            keys.push(record.key);
            if (record.key !== '1') return done;
            blocked[record.tries === 0 ? 'add' : 'delete'](record.orderKey);
            return record.tries === 0 ? broken(0) : done;
          }),
        );
      } while (state.standing !== 'ended');
      expect(keys.filter((key) => ['1', '4', '7'].includes(key))).toEqual(['1', '1', '4', '7']);
      expect(state).toEqual(counts(9));
    });

    it('leaves an order key alone whose exception was given up; skip goes on', async () => {
      const source = inOrder();
      const { db } = opened();
      await fill(opened, 6); // c0: 1, 4
      const rule = ({ key }: BatchRecord) => (key === '1' ? broken(null) : done);
      const run = newRun();
      await db.openBatch(run, source, scope());
      const left = await workLane(db, await db.openLane(run.taskId, 0), source, rule, { rows: 2 });
      expect(left.state).toMatchObject({ standing: 'ended', succeeded: 4, exceptions: 1 });
      expect(await idsAt(opened)).toEqual({ 0: [4], 2: [2, 3, 5, 6], 3: [1] });
      await db.closeBatch(run, source);
      const skipping = { ...source, onException: 'skip' } as const;
      const next = newRun();
      await db.openBatch(next, skipping, scope());
      await workLane(db, await db.openLane(next.taskId, 0), skipping, rule);
      expect(await idsAt(opened)).toEqual({ 2: [2, 3, 4, 5, 6], 3: [1] });
    });

    it('waits for a record that somebody else holds, so that no later one goes first', async () => {
      const source = inOrder();
      const { db, someoneWaits } = opened();
      await fill(opened, 4);
      const run = newRun();
      await db.openBatch(run, source, scope());
      const lane = await db.openLane(run.taskId, 0);
      const working = await whileLocked([1], async () => {
        const started = { page: workLane(db, lane, source) };
        while (!(await someoneWaits()));
        return started;
      });
      expect((await working.page).keys).toEqual(['1', '2', '3', '4']);
    });

    it('closes amid pages that fail records, without a deadlock', async () => {
      const source = inOrder();
      const { db, someoneWaits } = opened();
      await fill(opened, 9);
      const run = newRun();
      await db.openBatch(run, source, scope());
      const lane = await db.openLane(run.taskId, 0);
      const [began, go] = [gate(), gate()];
      const inFlight = db.batchPage(lane, source, page({ rows: 2 }), async (records) => {
        began.open();
        await go.opened;
        return records.map(() => refused);
      });
      await began.opened;
      const closing = db.closeBatch(run, source);
      while (!(await someoneWaits()));
      go.open();
      expect(await inFlight).toMatchObject({ failed: 2 });
      expect(await closing).toMatchObject({ isClosed: true, failed: 2 });
    });

    it('lets one ordered run of a type live at a time, and names it', async () => {
      const source = inOrder();
      const { db } = opened();
      const [first, second] = [newRun(), newRun()];
      await db.openBatch(first, source, scope());
      const held = await rejection(db.openBatch(second, source, scope()));
      expect(held).toBeInstanceOf(BatchHeldError);
      expect(held).toMatchObject({ code: 'batch_held', holder: first });
      expect(String(held)).toContain(first.taskId);
      expect(await db.batchState(second.taskId)).toBeNull();
      await db.openBatch(newRun(), { ...source, type: 'another' }, scope());
      await db.closeBatch(first, source);
      await db.openBatch(second, source, scope());
      await db.closeBatch(second, source);
    });
  });
}
