/** Laws: failed rows come back as they went in, in pages. */
import { describe, expect, it } from 'vitest';
import type { FailedRow } from '../index.js';
import { all, never, newRun, type Opened } from './adapter.js';

const failedRow = (row: number, cells: FailedRow['cells'] = [], part = 1): FailedRow => ({
  place: { part, row },
  cells,
  issues: [],
});

export function describeFailedRows(opened: Opened): void {
  async function stored(failed: readonly FailedRow[]): Promise<FailedRow[][]> {
    const { db } = opened();
    const run = newRun();
    await db.openRun(run);
    const cursor = { part: 9, row: 1 };
    await db.chunk(run, never, async () => ({ cursor, succeeded: 0, failed }));
    return all(db.failedRows(run.taskId));
  }

  describe('failed rows', () => {
    it('come back in reading order with cells of every type as they were', async () => {
      const cells = [
        ['商品 😀', '', ' ', 1.5, -0.1, 1e300, true, false, null],
        [new Date('2026-01-31T08:05:00.123Z'), { error: '#N/A' }],
        ['a\u0000b', '\ud800', `'; \\ " \n`, '__proto__'],
      ].flat();
      const values = { limit: 3, text: 'NUL \u0000' };
      const message = { en: 'half \udc00', zh: '一半' };
      const issues = [{ row: 7, column: 'a\u0000', code: 'invalid', values, message }];
      const rows = [failedRow(1, [], 2), failedRow(9), { ...failedRow(7, cells), issues }];
      const back = (await stored(rows)).flat();
      expect(back.map(({ place }) => place)).toEqual([
        { part: 1, row: 7 },
        { part: 1, row: 9 },
        { part: 2, row: 1 },
      ]);
      expect(back[0]?.cells).toEqual(cells);
      // words for a person: what a database refuses is shown as the replacement character
      expect(back[0]?.issues).toEqual([
        {
          row: 7,
          column: 'a\ufffd',
          code: 'invalid',
          values: { limit: 3, text: 'NUL \ufffd' },
          message: { en: 'half \ufffd', zh: '一半' },
        },
      ]);
    });

    it('come in pages, across parts', async () => {
      const failed = Array.from({ length: 2_500 }, (_, i) =>
        failedRow((i % 1_250) + 1, [i], i < 1_250 ? 1 : 2),
      );
      const pages = await stored(failed);
      // a page may end with its part
      expect(pages.every(({ length }) => length > 0 && length <= 1_000)).toBe(true);
      expect(pages.flat()).toEqual(failed);
    });

    it('come in smaller pages when rows are long', async () => {
      const failed = Array.from({ length: 9 }, (_, i) => failedRow(i + 1, ['x'.repeat(1_500_000)]));
      const pages = await stored(failed);
      expect(pages.map((page) => page.length)).toEqual([3, 3, 3]);
      expect(pages.flat()).toEqual(failed);
    });

    it('are forgotten with their run', async () => {
      const { db } = opened();
      const run = newRun();
      await db.openRun(run);
      const failed = [failedRow(1)];
      await db.chunk(run, never, async () => ({
        cursor: { part: 1, row: 1 },
        succeeded: 0,
        failed,
      }));
      await db.sweep(3_600_000);
      expect(await all(db.failedRows(run.taskId))).toEqual([failed]);
      await db.sweep(-1_000);
      expect(await all(db.failedRows(run.taskId))).toEqual([]);
    });
  });
}
