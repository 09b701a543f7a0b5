/** Laws: rows that an import changed are kept with its run, and undone once. */
import { describe, expect, it } from 'vitest';
import type { ChunkOutcome, FailedRow, ImportRun } from '../index.js';
import { all, never, newRun, type Opened, skus } from './adapter.js';

export function describeUndo(opened: Opened): void {
  const ledger = () => {
    const { undo } = opened().db;
    if (undo === null) throw new Error('This adapter keeps no rows.');
    return undo;
  };
  const chunk = (run: ImportRun, row: number, outcome: Partial<ChunkOutcome>) =>
    opened().db.chunk(run, never, async () => ({
      cursor: { part: 1, row },
      succeeded: 1,
      failed: [],
      ...outcome,
    }));
  async function openedRun(): Promise<ImportRun> {
    const run = newRun();
    await opened().db.openRun(run);
    return run;
  }
  /** An import of two chunks, each of which changed two rows. */
  async function keptImport(): Promise<ImportRun> {
    const run = await openedRun();
    const { taskId } = run;
    await chunk(run, 2, { kept: [{ taskId, rows: 2, text: '"价格 \' \\" \\\\"' }] });
    await chunk(run, 4, { kept: [{ taskId, rows: 2, text: '["b"]' }] });
    return run;
  }

  describe('kept rows', () => {
    it('come back newest first, as they were kept', async () => {
      const { taskId } = await keptImport();
      const newest = await ledger().newest(taskId);
      expect(newest).toMatchObject({ madeBy: taskId, rows: 2, text: '["b"]' });
      const older = await ledger().newest(taskId, newest?.number);
      expect(older).toMatchObject({ rows: 2, text: '"价格 \' \\" \\\\"' });
      expect(await ledger().newest(taskId, older?.number)).toBeNull();
      expect(await ledger().state(taskId)).toEqual({ rows: 4, undoneBy: null });
      expect(await ledger().state('no such task')).toBeNull();
    });

    it('go in the commit of the chunk that undoes them, once', async () => {
      const { taskId } = await keptImport();
      const [undo, other] = [await openedRun(), await openedRun()];
      const { number = 0 } = (await ledger().newest(taskId)) ?? {};
      const undone = { number, removed: 1 };
      const broken = opened().db.chunk(undo, never, async () => {
        throw new Error('broken');
      });
      await expect(broken).rejects.toThrow('broken');
      await chunk(undo, 1, { undone });
      expect(await ledger().state(taskId)).toMatchObject({ rows: 2 });
      await expect(chunk(other, 1, { undone })).rejects.toThrow('Another undo has undone rows');
      expect(await ledger().removedBy(undo.taskId)).toBe(1);
      expect(await ledger().removedBy(other.taskId)).toBe(0);
      expect(await opened().db.openRun({ ...other, attempt: 2 })).toMatchObject({ succeeded: 0 });
    });

    it('are kept with the import that their rows are undone with', async () => {
      const { taskId } = await keptImport();
      const correction = await openedRun();
      await chunk(correction, 1, { kept: [{ taskId, rows: 1, text: '[]' }] });
      expect(await ledger().state(taskId)).toMatchObject({ rows: 5 });
      expect(await ledger().newest(taskId)).toMatchObject({ madeBy: correction.taskId });
      expect(await ledger().state(correction.taskId)).toMatchObject({ rows: 0 });
    });

    it('go with their run', async () => {
      const { taskId } = await keptImport();
      await opened().db.sweep(-60_000);
      expect(await ledger().newest(taskId)).toBeNull();
    });
  });

  describe('an undo that has begun', () => {
    it('lets its import write no more, and no other one correct its rows', async () => {
      const run = await openedRun();
      const place = { part: 1, row: 1 };
      const failed: FailedRow[] = [{ place, cells: [1], issues: [] }];
      await chunk(run, 1, { failed });
      await ledger().begin(run.taskId, 'undo-1');
      await ledger().begin(run.taskId, 'undo-2');
      expect(await ledger().state(run.taskId)).toMatchObject({ undoneBy: 'undo-2' });
      await expect(chunk(run, 2, {})).rejects.toThrow('fenced off');
      const correction = await openedRun();
      const late = chunk(correction, 1, { corrected: [{ taskId: run.taskId, place }] });
      await expect(late).rejects.toThrow('Another import has corrected rows meanwhile');
    });
  });

  it('the details of chunks are committed with them, and come back in their order', async () => {
    const { details } = opened().db;
    if (details === null) throw new Error('This adapter keeps no details.');
    const run = await openedRun();
    await chunk(run, 1, { detail: 'first 价格' });
    const broken = opened().db.chunk(run, never, async () => {
      throw new Error('broken');
    });
    await expect(broken).rejects.toThrow('broken');
    await chunk(run, 2, { detail: 'second' });
    await chunk(await openedRun(), 1, { detail: 'of another' });
    expect(await all(details.texts(run.taskId))).toEqual(['first 价格', 'second']);
  });

  it('upsertInto removes the rows of some keys', async () => {
    const { db, insertMany, upsertInto } = opened();
    await insertMany(db, { table: 'line', rows: [{ sku: 'a' }, { sku: 'b' }, { sku: 'c' }] });
    const lines = upsertInto({ table: 'line', key: 'code', columns: { code: 'sku' } });
    await lines.remove([{ code: 'a' }, { code: 'c' }, { code: 'x' }], { tx: db });
    await lines.remove([], { tx: db });
    expect(await skus(opened())).toEqual(['b']);
  });
}
