/** Laws: chunks that are kept together, or not at all. */
import { describe, expect, it } from 'vitest';
import { FencedError, type ImportRun, type RunState } from '../index.js';
import { never, newRun, type Opened, rejection, skus } from './adapter.js';

const at = (row: number) => ({ part: 1, row });
const START = { cursor: at(0), succeeded: 0, failed: 0 };
const state = (row: number, count: number): RunState => ({
  cursor: at(row),
  succeeded: count,
  failed: count,
});

export function describeChunksTogether(opened: Opened): void {
  /** Saves a line a chunk, each with a failed row; `end`: what then becomes of them. */
  const together = (run: ImportRun, end: () => 'keep' | 'undo', signal = never) => {
    const { chunks } = opened().db;
    if (chunks === null) throw new Error('An adapter on a server can undo chunks.');
    return chunks(run, signal, async (one) => {
      for (const [row, sku] of [[10, 'a'] as const, [20, 'b'] as const])
        await one(async (tx) => {
          await tx.query(`INSERT INTO line (sku) VALUES ('${sku}')`);
          const place = at(row);
          return { cursor: place, succeeded: 1, failed: [{ place, cells: [sku], issues: [] }] };
        });
      return end();
    });
  };
  const failedOf = async ({ taskId }: ImportRun) => {
    const places: number[] = [];
    for await (const page of opened().db.failedRows(taskId))
      places.push(...page.map(({ place }) => place.row));
    return places;
  };

  describe('chunks in one transaction', () => {
    it('are kept together, with their failed rows and counts', async () => {
      const run = newRun();
      await opened().db.openRun(run);
      expect(await together(run, () => 'keep')).toEqual(state(20, 2));
      expect(await opened().db.openRun({ ...run, attempt: 2 })).toEqual(state(20, 2));
      expect(await skus(opened())).toEqual(['a', 'b']);
      expect(await failedOf(run)).toEqual([10, 20]);
    });

    it.each(['undone', 'thrown', 'aborted'])(
      'leave nothing behind when they are %s',
      async (how) => {
        const run = newRun();
        await opened().db.openRun(run);
        const stop = new AbortController();
        const ended = together(
          run,
          () => {
            if (how === 'thrown') throw new Error('thrown');
            if (how === 'aborted') stop.abort(new Error('aborted'));
            return how === 'undone' ? 'undo' : 'keep';
          },
          stop.signal,
        );
        if (how === 'undone') expect(await ended).toEqual(START);
        else await expect(ended).rejects.toThrow(how);
        expect(await skus(opened())).toEqual([]);
        expect(await failedOf(run)).toEqual([]);
        expect(await opened().db.openRun({ ...run, attempt: 2 })).toEqual(START);
      },
    );

    it('leave nothing behind when their connection is ended', async () => {
      const { db, connectionId, kill } = opened();
      const run = newRun();
      await db.openRun(run);
      const ended = db.chunks?.(run, never, async (one) => {
        await one(async (tx) => {
          await tx.query("INSERT INTO line (sku) VALUES ('a')");
          await kill(await connectionId(tx));
          return { cursor: at(10), succeeded: 1, failed: [] };
        });
        return 'keep';
      });
      expect(db.faultOf(await rejection(ended ?? Promise.resolve())).kind).toMatch(/away|system/);
      expect(await skus(opened())).toEqual([]);
      expect(await db.openRun({ ...run, attempt: 2 })).toEqual(START);
    });

    it('are refused to an attempt that was fenced off', async () => {
      const run = newRun();
      await opened().db.openRun(run);
      await opened().db.openRun({ ...run, attempt: 2 });
      await expect(together(run, () => 'keep')).rejects.toBeInstanceOf(FencedError);
      expect(await skus(opened())).toEqual([]);
    });
  });
}
