import { defineImport } from '@longshore/executors';
import * as z from 'zod';
import { database, note } from '../../database.js';

/**
 * Computes for the milliseconds of a row, and does not let the event loop go meanwhile: in the
 * first `times` attempts.
 */
export default defineImport({
  type: 'blocking',
  title: { zh: '阻塞', en: 'Blocking' },
  row: z.object({ key: z.string(), blockMs: z.int(), times: z.int() }),
  chunkRows: 1,
  preview: false,
  save: async (rows, { tx }) => {
    for (const { value } of rows) {
      await tx.query('INSERT INTO saved (key) VALUES ($1)', [value.key]);
      const [{ times } = { times: 0 }] = await database.query<{ times: number }>(
        "SELECT count(*) AS times FROM events WHERE name = 'block' AND detail = $1",
        [value.key],
      );
      await note('block', value.key);
      if (times < value.times) computeFor(value.blockMs);
    }
  },
});

function computeFor(ms: number): void {
  const end = Date.now() + ms;
  while (Date.now() < end);
}
