import { defineImport } from '@longshore/executors';
import * as z from 'zod';
import { note } from '../../database.js';

/**
 * A key that begins with `poison` breaks the program while `broken` stands in the table of events;
 * a key `null` breaks a rule of the database.
 */
export default defineImport({
  type: 'fragile',
  title: { zh: '脆弱', en: 'Fragile' },
  row: z.object({ key: z.string() }),
  chunkRows: 10,
  save: async (rows, { tx }) => {
    await note('save', rows.map(({ value }) => value.key).join(' '));
    for (const { value } of rows) {
      await tx.query('INSERT INTO saved (key) VALUES ($1)', [
        value.key === 'null' ? null : value.key,
      ]);
      const [broken] = await tx.query("SELECT 1 FROM events WHERE name = 'broken'");
      if (value.key.startsWith('poison') && broken !== undefined) throw new TypeError('poisoned');
    }
  },
});
