/** Laws: a failed row that another import saves corrected counts for its own import, once. */
import { describe, expect, it } from 'vitest';
import type { FailedRow, ImportRun, RowRef } from '../index.js';
import { all, never, newRun, type Opened } from './adapter.js';

const at = (row: number, part = 1) => ({ part, row });

export function describeCorrections(opened: Opened): void {
  const ledger = () => {
    const { corrections } = opened().db;
    if (corrections === null) throw new Error('This adapter has no corrections.');
    return corrections;
  };
  const chunk = (
    run: ImportRun,
    row: number,
    outcome: { failed?: readonly FailedRow[]; corrected?: readonly RowRef[] },
  ) =>
    opened().db.chunk(run, never, async () => ({
      cursor: at(row),
      succeeded: outcome.corrected?.length ?? 0,
      failed: [],
      ...outcome,
    }));
  /** An import of ten rows whose rows 2, 3 and 4 failed. */
  async function failedImport(): Promise<ImportRun> {
    const run = newRun();
    await opened().db.openRun(run);
    const failed = [2, 3, 4].map((row) => ({ place: at(row), cells: [row], issues: [] }));
    await chunk(run, 10, { failed });
    return run;
  }
  async function openedRun(): Promise<ImportRun> {
    const run = newRun();
    await opened().db.openRun(run);
    return run;
  }
  const rowsOf = async ({ taskId }: ImportRun) =>
    (await all(opened().db.failedRows(taskId))).flat().map(({ place }) => place.row);

  describe('corrections', () => {
    it('seal the rows of a run by one secret, which no other run has', async () => {
      const [one, other] = [await failedImport(), await failedImport()];
      const seal = await ledger().seal(one.taskId);
      expect(seal).toMatch(/^[0-9a-f]{64}$/);
      expect(await ledger().seal(one.taskId)).toBe(seal);
      expect(await ledger().seal(other.taskId)).not.toBe(seal);
      expect(await ledger().seal('no such task')).toBeNull();
    });

    it('move a row from failed to succeeded, in the commit of the chunk that saves it', async () => {
      const [first, other] = [await failedImport(), await failedImport()];
      const second = await openedRun();
      const corrected = [
        { taskId: other.taskId, place: at(4) },
        { taskId: first.taskId, place: at(2) },
        { taskId: first.taskId, place: at(4) },
      ];
      expect(await chunk(second, 3, { corrected })).toMatchObject({ succeeded: 3, failed: 0 });
      expect(await rowsOf(first)).toEqual([3]);
      expect(await ledger().correctedBy(second.taskId)).toEqual(
        [
          { taskId: first.taskId, succeeded: 2, failed: 1 },
          { taskId: other.taskId, succeeded: 1, failed: 2 },
        ].sort((a, b) => (a.taskId < b.taskId ? -1 : 1)),
      );
      expect(await ledger().correctedBy(first.taskId)).toEqual([]);
    });

    it('say which rows wait still, of which an import may ask again that has saved them', async () => {
      const first = await failedImport();
      const [second, third] = [await openedRun(), await openedRun()];
      const places = [at(2), at(3), at(9), at(3, 2)];
      const waiting = async ({ taskId }: ImportRun) =>
        (await ledger().waiting(first.taskId, places, taskId)).map(({ row }) => row).sort();
      expect(await waiting(second)).toEqual([2, 3]);
      await chunk(second, 1, { corrected: [{ taskId: first.taskId, place: at(2) }] });
      expect(await waiting(second)).toEqual([2, 3]);
      expect(await waiting(third)).toEqual([3]);
      expect(await ledger().waiting(first.taskId, [], third.taskId)).toEqual([]);
    });

    it('refuse a chunk of whose rows another import has saved one, wholly', async () => {
      const first = await failedImport();
      const [second, third] = [await openedRun(), await openedRun()];
      const ref = (row: number) => ({ taskId: first.taskId, place: at(row) });
      await chunk(second, 1, { corrected: [ref(3)] });
      const late = chunk(third, 2, { corrected: [ref(2), ref(3)] });
      await expect(late).rejects.toThrow('Another import has corrected rows meanwhile');
      expect(await rowsOf(first)).toEqual([2, 4]);
      expect(await ledger().correctedBy(third.taskId)).toEqual([]);
      expect(await opened().db.openRun({ ...third, attempt: 2 })).toMatchObject({ succeeded: 0 });
    });

    it('are told by a row that failed again', async () => {
      const first = await failedImport();
      const second = await openedRun();
      const corrects = { taskId: first.taskId, place: at(3) };
      const failed = [
        { place: at(2), cells: ['x'], issues: [], corrects },
        { place: at(3), cells: ['new'], issues: [] },
      ];
      await chunk(second, 3, { failed });
      expect((await all(opened().db.failedRows(second.taskId))).flat()).toEqual(failed);
      expect(await rowsOf(first)).toEqual([2, 3, 4]);
    });
  });
}
