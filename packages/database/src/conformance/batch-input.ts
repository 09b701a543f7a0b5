/** Laws of tables that do not fit, and of the archive. */
import { describe, expect, it } from 'vitest';
import type { BatchSource } from '../index.js';
import { newRun, type Opened, rejection } from './adapter.js';
import {
  BILLS,
  counts,
  done,
  fill,
  idsAt,
  page,
  refused,
  scope,
  setState,
  workLane,
} from './batch-table.js';

/** Declares the laws. */
export function describeBatchInput(opened: Opened): void {
  describe('a table that a batch cannot work on', () => {
    const refusal = async (source: BatchSource) => {
      const run = newRun();
      const error = await rejection(opened().db.openBatch(run, source, scope()));
      expect(await opened().db.batchState(run.taskId)).toBeNull();
      return error;
    };

    it('is fine when nothing is wrong', async () => {
      expect(await opened().db.checkBatch(BILLS)).toEqual([]);
    });

    it.each([
      ['batch_table_missing', { table: 'bills' }, { table: 'bills' }],
      ['batch_column_missing', { remark: 'remarks' }, { table: 'bill', column: 'remarks' }],
      ['batch_column_missing', { columns: ['nothing'] }, { table: 'bill', column: 'nothing' }],
      ['batch_column_missing', { key: 'no_key' }, { table: 'bill', column: 'no_key' }],
      ['batch_column_missing', { state: 'no_state' }, { table: 'bill', column: 'no_state' }],
      ['batch_column_missing', { batchNo: 'no_batch' }, { table: 'bill', column: 'no_batch' }],
      ['batch_column_missing', { orderBy: 'no_order' }, { table: 'bill', column: 'no_order' }],
      ['batch_column_missing', { results: ['no_fee'] }, { table: 'bill', column: 'no_fee' }],
      ['batch_key_nullable', { key: 'customer' }, { table: 'bill', column: 'customer' }],
      ['batch_key_repeated', { key: 'state' }, { table: 'bill', column: 'state' }],
      [
        'batch_column_missing',
        { archive: { success: 'line', failure: null, when: 'page' } },
        { table: 'line', column: 'customer' },
      ],
      [
        'batch_flag_unfit',
        { flags: { ...BILLS.flags, failure: 'F' } },
        { table: 'bill', column: 'state', value: 'F', kind: 'smallint' },
      ],
    ] as const)('is refused by %s %o', async (code, change, values) => {
      const source: BatchSource = { ...BILLS, ...change };
      expect(await opened().db.checkBatch(source)).toContainEqual(
        expect.objectContaining({
          severity: 'refused',
          code,
          values: expect.objectContaining(values),
        }),
      );
      const error = await refusal(source);
      expect(error).toMatchObject({ code });
      for (const value of Object.values(values)) expect(String(error)).toContain(value);
    });

    it('gets a statement that creates the index it lacks', async () => {
      const { db } = opened();
      const source = { ...BILLS, flags: { ...BILLS.flags, new: 7 } };
      const other: BatchSource = { ...source, state: 'amount' };
      const slow = (await db.checkBatch(other)).find(({ severity }) => severity === 'slow');
      expect(slow).toMatchObject({
        code: 'batch_index_missing',
        values: { table: 'bill', column: 'id' },
      });
      expect(slow?.statement).toMatch(/^CREATE INDEX .*bill_amount_pages.* ON .*bill/);
      await db.query(slow?.statement ?? '');
      expect(await db.checkBatch(other)).toEqual([]);
      await db.query(opened().dropIndex('bill', 'bill_amount_pages'));
    });

    it('is refused when a record stands at none of the flags', async () => {
      await fill(opened, 3);
      await setState(opened, 9, [2]);
      const error = await refusal(BILLS);
      expect(error).toMatchObject({ code: 'batch_flag_unknown' });
      expect(String(error)).toContain('Records of bill hold 9 in state');
    });

    it('is refused when a record stands at no flag at all', async () => {
      const { db } = opened();
      await fill(opened, 3);
      await db.query(
        'CREATE VIEW flagless AS SELECT id, customer, amount, batch_no, CASE WHEN id = 2 THEN NULL ELSE state END AS state, remark, fee FROM bill',
      );
      const error = await refusal({ ...BILLS, table: 'flagless' });
      await db.query('DROP VIEW flagless');
      expect(error).toMatchObject({ code: 'batch_flag_unknown' });
      expect(String(error)).toContain('Records of flagless hold NULL in state');
    });

    it('is refused when a view shows records without a key', async () => {
      const { db } = opened();
      await fill(opened, 3);
      await db.query(
        'CREATE VIEW keyless AS SELECT CASE WHEN id = 2 THEN NULL ELSE id END AS id, customer, amount, batch_no, state, remark, fee FROM bill',
      );
      const error = await refusal({ ...BILLS, table: 'keyless' });
      await db.query('DROP VIEW keyless');
      expect(error).toMatchObject({
        code: 'batch_key_null',
        values: { table: 'keyless', column: 'id', rows: 1 },
      });
    });

    it('works through a view over one table', async () => {
      const { db } = opened();
      await fill(opened, 4);
      await db.query('CREATE VIEW small AS SELECT * FROM bill WHERE amount < 4');
      const source = { ...BILLS, table: 'small' };
      const run = newRun();
      expect((await db.openBatch(run, source, scope())).total).toBe(3);
      await workLane(db, await db.openLane(run.taskId, 0), source);
      await db.query('DROP VIEW small');
      expect(await idsAt(opened)).toEqual({ 0: [4], 2: [1, 2, 3] });
    });

    it('is refused when a column changes between pages, or goes', async () => {
      const { db } = opened();
      await db.query('CREATE TABLE moving (id bigint PRIMARY KEY, state smallint NOT NULL)');
      await db.query('INSERT INTO moving VALUES (1, 0), (2, 0), (10, 0)');
      const source = {
        ...BILLS,
        table: 'moving',
        remark: null,
        batchNo: null,
        columns: [],
        results: [],
      };
      const run = newRun();
      await db.openBatch(run, source, scope());
      const lane = await db.openLane(run.taskId, 0);
      const next = () =>
        db.batchPage(lane, source, page({ rows: 1 }), async (records) => records.map(() => done));
      await next();
      await db.query(opened().changeType('moving', 'id', 'varchar(20)'));
      const changed = await rejection(next());
      expect(changed).toMatchObject({ code: 'batch_kind_changed' });
      expect(String(changed)).toMatch(/column id of moving was bigint .* and is (var)?char/);
      await db.query('ALTER TABLE moving DROP COLUMN state');
      await expect(next()).rejects.toThrow('The table moving has no column state');
      await db.query('DROP TABLE moving');
      await expect(next()).rejects.toThrow('The database has no table moving');
      expect(await db.batchState(run.taskId)).toEqual(counts(1));
      expect(await db.closeBatch(run, source)).toMatchObject({ isClosed: true });
    });

    it.each([
      ['note', 'text'],
      ['id', 'varchar(20)'],
    ])('gets its marked records back at new although %s has become %s', async (column, type) => {
      const { db } = opened();
      await db.query(
        'CREATE TABLE noted (id bigint PRIMARY KEY, note varchar(9), state smallint NOT NULL)',
      );
      await db.query(`INSERT INTO noted VALUES (1, 'a', 0), (2, 'b', 0), (10, 'c', 0)`);
      const source = {
        ...BILLS,
        table: 'noted',
        remark: null,
        batchNo: null,
        columns: ['note'],
        results: [],
      };
      const run = newRun();
      await db.openBatch(run, source, scope());
      const marking = page({ rows: 2, claim: 'mark' });
      const lane = await db.openLane(run.taskId, 0);
      const killed = db.batchPage(lane, source, marking, async () => {
        throw new Error('killed');
      });
      await expect(killed).rejects.toThrow('killed');
      await db.query(opened().changeType('noted', column, type));
      const again = db.openBatch({ ...run, attempt: 2 }, source, scope());
      await expect(again).rejects.toThrow(`The column ${column} of noted was`);
      expect(await db.closeBatch({ ...run, attempt: 2 }, source)).toMatchObject({ isClosed: true });
      expect(await db.query('SELECT state FROM noted WHERE state <> 0')).toEqual([]);
      await db.query('DROP TABLE noted');
    });

    it('undoes a page whose work removes a record, or answers too little', async () => {
      const { db } = opened();
      await fill(opened, 2);
      const run = newRun();
      await db.openBatch(run, BILLS, scope());
      const lane = await db.openLane(run.taskId, 0);
      const removing = db.batchPage(lane, BILLS, page(), async (records, tx) => {
        await tx.query('DELETE FROM bill WHERE id = 1');
        return records.map(() => done);
      });
      await expect(removing).rejects.toThrow('set the flags of 1 records of bill, but has 2');
      await expect(db.batchPage(lane, BILLS, page(), async () => [done])).rejects.toThrow(
        'answered 1 outcomes for 2 records',
      );
      const stray = db.batchPage(lane, BILLS, page(), async (records) =>
        records.map(() => ({ state: 'success' as const, result: { amount: 0 } })),
      );
      await expect(stray).rejects.toThrow('bill.amount, which is none of its results');
      expect(await idsAt(opened)).toEqual({ 0: [1, 2] });
    });
  });

  describe('the archive of a batch', () => {
    const archived = () =>
      opened().db.query('SELECT id, state, remark, fee FROM bill_done ORDER BY id');

    it('takes done records with their page', async () => {
      const { db } = opened();
      await fill(opened, 4);
      const source: BatchSource = {
        ...BILLS,
        archive: { success: 'bill_done', failure: null, when: 'page' },
      };
      const run = newRun();
      await db.openBatch(run, source, scope());
      const lane = await db.openLane(run.taskId, 0);
      const { state } = await workLane(db, lane, source, ({ key }) =>
        key === '2' ? refused : { state: 'success', result: { fee: 2 } },
      );
      expect(state).toEqual(counts(3, 1));
      expect(await archived()).toEqual(
        [1, 3, 4].map((id) => ({ id, state: 2, remark: null, fee: 2 })),
      );
      expect(await idsAt(opened)).toEqual({ 4: [2] });
    });

    it('takes done records later, step by step', async () => {
      const { db } = opened();
      await fill(opened, 6);
      await setState(opened, 2, [1, 2, 4]);
      await setState(opened, 4, [5]);
      const source: BatchSource = {
        ...BILLS,
        archive: { success: 'bill_done', failure: 'bill_done', when: 'later' },
      };
      const { signal } = page();
      const first = await db.archivePage(source, { rows: 2, after: null, signal });
      expect(first).toEqual({ moved: 2, after: '2' });
      const second = await db.archivePage(source, { rows: 3, after: '2', signal });
      expect(second).toEqual({ moved: 2, after: null });
      expect((await archived()).map(({ id }) => id)).toEqual([1, 2, 4, 5]);
      expect(await idsAt(opened)).toEqual({ 0: [3, 6] });
    });
  });
}
