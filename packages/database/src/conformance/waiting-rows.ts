/** Laws: a failed row waits, as the newest import left it, until an import has corrected it. */
import { describe, expect, it } from 'vitest';
import type { FailedRow, ImportRun, Place, RowRef, WaitingRowsOptions } from '../index.js';
import { all, never, newRun, type Opened } from './adapter.js';

const at = (row: number, part = 1): Place => ({ part, row });
const failedRow = (place: Place, cell: string, corrects?: RowRef): FailedRow => ({
  place,
  cells: [cell],
  issues: [{ row: place.row, column: 'A', code: cell, values: {}, message: null }],
  ...(corrects && { corrects }),
});

export function describeWaitingRows(opened: Opened): void {
  const ledger = () => {
    const { corrections } = opened().db;
    if (corrections === null) throw new Error('This adapter has no corrections.');
    return corrections;
  };
  /** Imports one after another: the names of tasks are in that order, as those of UUIDs. */
  let runs = 100;
  const ordered = (): ImportRun => ({ ...newRun(), taskId: `waiting-${++runs}` });
  async function run(
    failed: readonly FailedRow[],
    corrected: readonly RowRef[] = [],
  ): Promise<ImportRun> {
    const one = ordered();
    await opened().db.openRun(one);
    const cursor = at(99, 9);
    await opened().db.chunk(one, never, async () => ({ cursor, succeeded: 0, failed, corrected }));
    return one;
  }
  const refOf = ({ taskId }: ImportRun, place: Place): RowRef => ({ taskId, place });
  const waiting = async ({ taskId }: ImportRun, options?: WaitingRowsOptions) =>
    (await all(ledger().waitingRows(taskId, options))).flat();
  const told = async (one: ImportRun, options?: WaitingRowsOptions) =>
    (await waiting(one, options)).map(({ place, cells }) => `${place.row} ${cells}`);

  describe('waiting rows', () => {
    it('are the failed rows of a run, from a place on, or some of them', async () => {
      const first = await run([
        failedRow(at(2), 'a'),
        failedRow(at(3), 'b'),
        failedRow(at(1, 2), 'c'),
      ]);
      const ref = refOf(first, at(2));
      expect((await waiting(first))[0]).toEqual({
        place: at(2),
        ref,
        holder: ref,
        cells: ['a'],
        issues: failedRow(at(2), 'a').issues,
      });
      expect(await told(first)).toEqual(['2 a', '3 b', '1 c']);
      expect(await told(first, { after: at(2) })).toEqual(['3 b', '1 c']);
      expect(await told(first, { places: [at(1, 2), at(2), at(7)] })).toEqual(['2 a', '1 c']);
      expect(await told(first, { places: [] })).toEqual([]);
      expect(await waiting(newRun())).toEqual([]);
    });

    it('stand as the newest import left them, wherever they stand there', async () => {
      const first = await run([failedRow(at(2), 'a'), failedRow(at(3), 'b')]);
      const corrects = refOf(first, at(3));
      const second = await run([failedRow(at(7, 2), 'b2', corrects), failedRow(at(8, 2), 'new')]);
      const third = await run([failedRow(at(3), 'b3', corrects)]);
      expect(await told(first)).toEqual(['2 a', '3 b3']);
      expect(await told(second)).toEqual(['7 b3', '8 new']);
      expect((await waiting(second))[0]).toMatchObject({
        ref: corrects,
        holder: refOf(third, at(3)),
      });
      expect(await ledger().holders(first.taskId)).toEqual([
        { part: 1, taskId: second.taskId, holderPart: 2 },
        { part: 1, taskId: third.taskId, holderPart: 1 },
      ]);
      expect(await ledger().holders(second.taskId)).toEqual([
        { part: 2, taskId: second.taskId, holderPart: 2 },
        { part: 2, taskId: third.taskId, holderPart: 1 },
      ]);
      expect(await told(first, { holders: [second.taskId] })).toEqual(['2 a', '3 b2']);
      expect(await told(first, { holders: [] })).toEqual(['2 a', '3 b']);
    });

    it('wait no longer once corrected, but for the import that has corrected them', async () => {
      const first = await run([failedRow(at(2), 'a'), failedRow(at(3), 'b')]);
      const corrects = refOf(first, at(2));
      const second = await run([failedRow(at(5), 'a2', corrects)]);
      const third = await run([], [corrects]);
      expect(await told(first)).toEqual(['3 b']);
      expect(await told(second)).toEqual([]);
      expect(await told(first, { by: third.taskId })).toEqual(['2 a2', '3 b']);
      expect(await told(second, { by: third.taskId })).toEqual(['5 a2']);
      expect(await told(first, { by: ordered().taskId })).toEqual(['3 b']);
    });

    it('come in bounded pages', async () => {
      const short = await run(Array.from({ length: 2_500 }, (_, i) => failedRow(at(i + 1), 'x')));
      const sizes = async ({ taskId }: ImportRun) =>
        (await all(ledger().waitingRows(taskId))).map((page) => page.length);
      expect(await sizes(short)).toEqual([1_000, 1_000, 500]);
      const long = 'x'.repeat(1_500_000);
      const wide = await run(
        [1, 2, 3, 4].map((row) => ({ ...failedRow(at(row), ''), cells: [long] })),
      );
      expect(await sizes(wide)).toEqual([3, 1]);
    });

    it('are read as their run says, which the run forgets with its rows', async () => {
      const first = await run([failedRow(at(2), 'a')]);
      expect(await ledger().layout(first.taskId)).toBeNull();
      await ledger().keepLayout(first, '{"商品": "😀"}');
      const second = { ...first, attempt: 2 };
      await opened().db.openRun(second);
      await ledger().keepLayout(second, '{"商品": "😀😀"}');
      await ledger().keepLayout(first, 'of an attempt that was fenced off');
      expect(await ledger().layout(first.taskId)).toBe('{"商品": "😀😀"}');
      await opened().db.fenceRun(second);
      await ledger().keepLayout(second, 'of a run that is closed');
      expect(await ledger().layout(first.taskId)).toBe('{"商品": "😀😀"}');
      await opened().db.sweep(-1_000);
      expect(await ledger().layout(first.taskId)).toBeNull();
      expect(await waiting(first)).toEqual([]);
    });
  });
}
