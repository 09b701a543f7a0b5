import { defineImport } from '@longshore/executors';
import * as z from 'zod';

/** Its rows have a key, and may be repeated. */
export default defineImport({
  type: 'keyed',
  title: { zh: '有键', en: 'Keyed' },
  row: z.object({ key: z.string(), from: z.string() }),
  key: 'key',
  duplicates: 'last',
  chunkRows: 10,
  save: async (rows, { tx }) => {
    for (const { value } of rows)
      await tx.query('INSERT INTO saved (key) VALUES ($1)', [`${value.key} of ${value.from}`]);
  },
});
